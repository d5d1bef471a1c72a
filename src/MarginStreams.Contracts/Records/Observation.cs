using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>One value of one feed from one source. Topic <c>oracle-prices</c>, key <c>feed</c>.</summary>
public sealed record Observation
{
    public string Feed { get; set; } = "";
    public string Source { get; set; } = "";

    /// <summary>The source's round, with its epoch in the high bits where it has one.</summary>
    public BigInteger Round { get; set; }

    public ObservationName Name { get; set; } = ObservationName.Price;

    /// <summary>The value, in the unit that the feed's instruments declare; an interest index in that of their rule set.</summary>
    public BigInteger Value { get; set; }

    /// <summary>Lower end of the price, where the source has one.</summary>
    public BigInteger? Low { get; set; }

    /// <summary>Upper end of the price, where the source has one.</summary>
    public BigInteger? High { get; set; }

    /// <summary>Half-width of the source's confidence interval, in the value's unit.</summary>
    public BigInteger? Confidence { get; set; }

    /// <summary>Values of an observation that has more than one (depth, volatility points); of an interest index its rate a year, or nothing.</summary>
    public IReadOnlyList<BigInteger> Vector { get; set; } = [];

    public long PublishedAtMs { get; set; }
    public ChainPosition? Chain { get; set; }

    /// <summary>The signed payload that a bot may have to present.</summary>
    public byte[]? Proof { get; set; }
}
