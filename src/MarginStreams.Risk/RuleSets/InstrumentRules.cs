namespace MarginStreams.Risk;

/// <summary>An instrument's settings under its venue's rule set, known to be valid.</summary>
public abstract class InstrumentRules(InstrumentTerms terms)
{
    /// <summary>What it was made from.</summary>
    public InstrumentTerms Terms { get; } = terms;

    /// <summary>How many factor classes there are: margin classes that count alike in this instrument share one.</summary>
    public virtual int FactorClasses => 1;

    /// <summary>Whether a holding of this size is a position to close rather than an asset or a debt.</summary>
    public bool IsPosition => Terms.Kind != InstrumentKind.Asset;

    /// <summary>Whether its price never moves: the numeraire itself, whose holdings have no factor.</summary>
    public abstract bool IsFixed { get; }

    /// <summary>Whether a size of this sign is on the instrument's side; one that is not, since its terms changed, cannot be judged.</summary>
    public bool Takes(int sign) => Terms.Side switch
    {
        InstrumentSide.Deposit => sign >= 0,
        InstrumentSide.Debt => sign <= 0,
        _ => true,
    };

    /// <summary>The factor class of a margin class.</summary>
    public virtual int FactorClassOf(int marginClass) => 0;

    /// <summary>The market side at one frame; null without a price.</summary>
    public abstract InstrumentMarket? At(MarketValues values);

    /// <summary>The market side without a price, as the most favourable one for a size that is not positive: at zero.</summary>
    public abstract InstrumentMarket AtZero(MarketValues values);

    /// <summary>A screen of one side and factor class, before the first market.</summary>
    public abstract Screen CreateScreen(int factorClass, bool isShort);
}
