using System.Text;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>An instrument as the latest frame left it. Exists from the first mention, so that holdings can point at it before its terms come.</summary>
internal sealed class InstrumentSlot(string id, int index)
{
    private FactorSide?[] _sides = new FactorSide?[2];
    private FactorSide[] _made = [];
    private InstrumentMarket? _market;
    private bool _isMarketMade;

    /// <summary>The instrument's id.</summary>
    public string Id { get; } = id;

    /// <summary>The instrument's id, UTF-8.</summary>
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(id);

    /// <summary>Its place among the instruments.</summary>
    public int Index { get; } = index;

    /// <summary>Its terms; null before they came.</summary>
    public InstrumentTerms? Terms { get; private set; }

    /// <summary>Its rules; null before its terms and its venue's came, or when nobody here knows its venue's rule set.</summary>
    public InstrumentRules? Rules { get; private set; }

    /// <summary>Its venue; null before its terms came.</summary>
    public VenueSlot? Venue { get; private set; }

    /// <summary>Its market values.</summary>
    public MarketValues Values { get; private set; } = MarketValues.None;

    /// <summary>Frame that changed its terms last; -1 is none.</summary>
    public long TermsFrame { get; private set; } = -1;

    /// <summary>Whether anything of it can move: all but the numeraire itself, and that too once it bears interest.</summary>
    public bool HasFactor { get; private set; } = true;

    /// <summary>The market side of its rules, made when somebody asks; null without a price.</summary>
    public InstrumentMarket? Market
    {
        get
        {
            if (!_isMarketMade)
            {
                _market = Rules?.At(Values);
                _isMarketMade = true;
            }

            return _market;
        }
    }

    /// <summary>The sides that anybody ever asked for.</summary>
    public ReadOnlySpan<FactorSide> Sides => _made;

    /// <summary>One side for a margin class.</summary>
    public FactorSide Side(int marginClass, bool isShort)
    {
        int factorClass = marginClass == 0 || Rules is null ? 0 : Rules.FactorClassOf(marginClass);
        int place = (factorClass << 1) | (isShort ? 1 : 0);
        return place < _sides.Length && _sides[place] is { } side ? side : Create(place);
    }

    /// <summary>Takes new terms; the rules follow with <see cref="Rebuild"/>.</summary>
    public void Replace(InstrumentTerms terms, long frame)
    {
        Terms = terms;
        TermsFrame = frame;
    }

    /// <summary>Takes new market values; false when they are what they were.</summary>
    public bool Replace(MarketValues values)
    {
        if (values == Values)
        {
            return false;
        }

        Values = values;
        _isMarketMade = false;
        foreach (FactorSide side in _made)
        {
            side.Spoil();
        }

        return true;
    }

    /// <summary>Makes the rules from the terms and those of the venue. Every side is new: nobody may have a slot in the former ones.</summary>
    public void Rebuild(VenueSlot venue)
    {
        Venue = venue;
        Rules = RulesOf(venue);
        _sides = new FactorSide?[2];
        _made = [];
        _isMarketMade = false;
        HasFactor = Rules is not { IsFixed: true };
    }

    /// <summary>The numeraire moves after all.</summary>
    public void Unfix() => HasFactor = true;

    /// <summary>A venue that changed its rule set may refuse what the former one took: then nobody who holds it can be judged.</summary>
    private InstrumentRules? RulesOf(VenueSlot venue)
    {
        try
        {
            return Terms is null ? null : venue.Rules?.Create(Terms);
        }
        catch (TermsException)
        {
            return null;
        }
    }

    private FactorSide Create(int place)
    {
        if (place >= _sides.Length)
        {
            Array.Resize(ref _sides, place + 1);
        }

        var side = new FactorSide(this, Rules?.CreateScreen(place >> 1, (place & 1) != 0), place);
        side.Refresh(Values, Venue?.Lines ?? []);
        _made = [.. _made, side];
        return _sides[place] = side;
    }
}
