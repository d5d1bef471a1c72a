using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>Where an account stands. Topic <c>account-status</c>, key <c>account</c>, tombstone when it is gone.</summary>
public sealed record AccountStatus
{
    public string Account { get; set; } = "";
    public string Venue { get; set; } = "";
    public AccountBand Band { get; set; }

    /// <summary>The warning line it is below, ppm; 0 is none.</summary>
    public long WarningPpm { get; set; }

    public BigInteger Equity { get; set; }
    public BigInteger InitialRequirement { get; set; }
    public BigInteger MaintenanceRequirement { get; set; }

    /// <summary>Equity over maintenance requirement, ppm, rounded down; none without a requirement.</summary>
    public long? RatioPpm { get; set; }

    /// <summary>Notional over equity, ppm, rounded up; none without positive equity.</summary>
    public long? LeveragePpm { get; set; }

    public long Frame { get; set; }
    public long StreamTimeMs { get; set; }
    public int PositionPartition { get; set; }
    public long PositionOffset { get; set; }

    /// <summary>Why the account could not be judged; empty when it was.</summary>
    public string Error { get; set; } = "";
}
