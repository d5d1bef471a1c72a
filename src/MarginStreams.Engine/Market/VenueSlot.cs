using System.Text;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>A venue as the latest frame left it. Exists from the first mention, so that accounts can point at it before its terms come.</summary>
internal sealed class VenueSlot(string id, int index)
{
    /// <summary>The venue's id.</summary>
    public string Id { get; } = id;

    /// <summary>The venue's id, UTF-8.</summary>
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(id);

    /// <summary>Its place among the venues.</summary>
    public int Index { get; } = index;

    /// <summary>Its rules; null before its terms came, or when nobody here knows its rule set.</summary>
    public VenueRules? Rules { get; private set; }

    /// <summary>What must stay true of its accounts for nothing to happen to them.</summary>
    public WatchLine[] Lines { get; private set; } = [];

    /// <summary>Its terms; null before they came.</summary>
    public VenueTerms? Terms { get; private set; }

    /// <summary>Highest block that the frames know of its chain; 0 is none.</summary>
    public long BlockNumber { get; private set; }

    /// <summary>Frame that changed its terms last; -1 is none.</summary>
    public long TermsFrame { get; private set; } = -1;

    /// <summary>Takes a frame's change; tells whether the terms changed.</summary>
    public bool Apply(VenueChange change, long frame)
    {
        BlockNumber = change.BlockNumber;
        if (change.Terms is null)
        {
            return false;
        }

        Terms = change.Terms;
        Rules = RuleSetCatalog.Find(change.Terms.RuleSet)?.Create(change.Terms);
        Lines = Rules is null ? [] : WatchLine.Of(Rules);
        TermsFrame = frame;
        return true;
    }
}
