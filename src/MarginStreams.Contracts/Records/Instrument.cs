using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>An instrument of a venue. Topic <c>instruments</c>, key <c>instrument</c>.</summary>
public sealed record Instrument
{
    /// <summary>The instrument's id (wire name <c>instrument</c>): UTF-8 without <c>/</c>.</summary>
    public string Id { get; set; } = "";

    public string Venue { get; set; } = "";
    public InstrumentKind Kind { get; set; }
    public InstrumentSide Side { get; set; } = InstrumentSide.Either;
    public string Underlying { get; set; } = "";
    public string SettlementAsset { get; set; } = "";

    /// <summary>A size is mantissa x 10^this.</summary>
    public int SizeExponent { get; set; }

    /// <summary>A price is numeraire per unit, mantissa x 10^this.</summary>
    public int PriceExponent { get; set; }

    /// <summary>Units of the underlying in one unit of size.</summary>
    public BigInteger Multiplier { get; set; } = BigInteger.One;

    public bool Inverse { get; set; }

    /// <summary>Role (<c>index</c>, <c>mark</c>, <c>twap</c>, <c>forward</c>, <c>volatility</c>, <c>settlement</c>) to feed.</summary>
    public IReadOnlyDictionary<string, string> Feeds { get; set; } = new Dictionary<string, string>();

    public OptionTerms? Option { get; set; }

    /// <summary>Named integers of the rule set.</summary>
    public IReadOnlyDictionary<string, BigInteger> Parameters { get; set; } = new Dictionary<string, BigInteger>();

    /// <summary>Named lists of integers of the rule set, such as brackets.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> Tables { get; set; } =
        new Dictionary<string, IReadOnlyList<BigInteger>>();

    /// <summary>Named settings of the oracle policy; 0 is off.</summary>
    public IReadOnlyDictionary<string, BigInteger> OraclePolicy { get; set; } = new Dictionary<string, BigInteger>();

    public string OnChainId { get; set; } = "";
    public long EffectiveAtMs { get; set; }
}

/// <summary>What makes an instrument an option.</summary>
public sealed record OptionTerms
{
    /// <summary>Strike, in the instrument's price unit.</summary>
    public BigInteger Strike { get; set; }

    public long ExpiryMs { get; set; }
    public OptionRight Right { get; set; }
}
