using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>A holding of an account in an instrument. Topic <c>positions</c>, key <c>account/instrument</c>.</summary>
public sealed record Position
{
    /// <summary>Account id, <c>venue:rest</c>.</summary>
    public string Account { get; set; } = "";

    public string Instrument { get; set; } = "";

    /// <summary>Signed; a debt is negative; interest-bearing sizes are divided by their index.</summary>
    public BigInteger Size { get; set; }

    /// <summary>Quote paid for the position, numeraire's smallest unit (derivatives).</summary>
    public BigInteger Cost { get; set; }

    /// <summary>Cumulative funding at which funding was last settled, in the price's unit per unit of size.</summary>
    public BigInteger SettledIndex { get; set; }

    public IReadOnlyDictionary<string, BigInteger> Attributes { get; set; } = new Dictionary<string, BigInteger>();
    public PositionCause Cause { get; set; }
    public ChainPosition? Chain { get; set; }

    /// <summary>How many more records of the same account and block follow.</summary>
    public int RemainingInBlock { get; set; }
}
