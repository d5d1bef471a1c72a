namespace MarginStreams.Risk;

/// <summary>An instrument at one frame: its rules with everything of the market that contributions need.</summary>
public abstract class InstrumentMarket(InstrumentRules rules, MarketValues values, bool isPriced)
{
    /// <summary>The rules.</summary>
    public InstrumentRules Rules { get; } = rules;

    /// <summary>The market values, as the frame told them.</summary>
    public MarketValues Values { get; } = values;

    /// <summary>Whether there is a price; without one the figures are those at price zero.</summary>
    public bool IsPriced { get; } = isPriced;
}
