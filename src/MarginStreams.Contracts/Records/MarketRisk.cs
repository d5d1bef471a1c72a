using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>Open interest and liquidation ladder of an instrument in a partition. Topic <c>market-risk</c>, key <c>instrument/partition</c>.</summary>
public sealed record MarketRisk
{
    public string Instrument { get; set; } = "";
    public int Partition { get; set; }
    public long Frame { get; set; }
    public long StreamTimeMs { get; set; }
    public BigInteger LongSize { get; set; }
    public BigInteger ShortSize { get; set; }
    public IReadOnlyList<LadderStep> Ladder { get; set; } = [];
}

/// <summary>What becomes liquidatable by one price.</summary>
public sealed record LadderStep
{
    public BigInteger Price { get; set; }

    /// <summary>Notional of isolated accounts, numeraire's smallest unit, exact.</summary>
    public BigInteger IsolatedNotional { get; set; }

    /// <summary>Notional of cross accounts, numeraire's smallest unit, an estimate.</summary>
    public BigInteger CrossNotionalEstimate { get; set; }
}
