using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>An instrument as the latest frame left it. Exists from the first mention, so that holdings can point at it before its terms come.</summary>
internal sealed class InstrumentSlot(string id, int index)
{
    private MarketValues _values = MarketValues.None;
    private LinearFactors<BigInteger>? _wide;
    private LinearFactors<Int128>? _narrow;
    private bool _isNarrowPrepared;

    /// <summary>The instrument's id.</summary>
    public string Id { get; } = id;

    /// <summary>Its place among the instruments.</summary>
    public int Index { get; } = index;

    /// <summary>Its terms; null before they came.</summary>
    public InstrumentTerms? Terms { get; private set; }

    /// <summary>Its rules; null before its terms and its venue's came.</summary>
    public LinearInstrument? Rules { get; private set; }

    /// <summary>How often the rules were made.</summary>
    public int RulesVersion { get; private set; }

    /// <summary>Its venue; null before its terms came.</summary>
    public VenueSlot? Venue { get; private set; }

    /// <summary>Its screen; null when it cannot be judged or does not fit.</summary>
    public LinearScreen? Screen { get; private set; }

    /// <summary>Frame that changed its terms last; -1 is none.</summary>
    public long TermsFrame { get; private set; } = -1;

    /// <summary>Frame that changed anything of it last, its venue's terms included; -1 is none.</summary>
    public long ChangedFrame { get; private set; } = -1;

    /// <summary>Its market values.</summary>
    public MarketValues Values => _values;

    /// <summary>Its factors in the narrow lane, prepared when somebody asks; null when it cannot be judged or does not fit.</summary>
    public LinearFactors<Int128>? Narrow
    {
        get
        {
            if (!_isNarrowPrepared)
            {
                _narrow = Rules is null ? null : LinearFactors<Int128>.Create(Rules, _values);
                _isNarrowPrepared = true;
            }

            return _narrow;
        }
    }

    /// <summary>Its factors in the wide lane, prepared when somebody asks; null when it cannot be judged.</summary>
    public LinearFactors<BigInteger>? Wide =>
        _wide ??= Rules is null ? null : LinearFactors<BigInteger>.Create(Rules, _values);

    /// <summary>Takes new terms; the rules follow with <see cref="Rebuild"/>.</summary>
    public void Replace(InstrumentTerms terms, long frame)
    {
        Terms = terms;
        TermsFrame = frame;
    }

    /// <summary>Takes new market values; the factors follow with <see cref="Prepare"/>.</summary>
    public void Replace(MarketValues values) => _values = values;

    /// <summary>Makes the rules from the terms and those of the venue.</summary>
    public void Rebuild(VenueSlot venue)
    {
        Venue = venue;
        RulesVersion++;
        Rules = Terms is null || venue.Rules is null ? null : LinearInstrument.Create(venue.Terms!, Terms);
    }

    /// <summary>Makes the screen from the rules and the values; forgets the former factors.</summary>
    public void Prepare(long frame)
    {
        ChangedFrame = frame;
        _wide = null;
        _narrow = null;
        _isNarrowPrepared = false;
        Screen = Rules is null ? null : LinearScreen.Create(Rules, _values);
    }
}
