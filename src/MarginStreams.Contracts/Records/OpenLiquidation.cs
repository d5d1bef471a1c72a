using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>A live episode, for a bot that starts late. Topic <c>open-liquidations</c>, key <c>account</c>, tombstone when it closed.</summary>
public sealed record OpenLiquidation
{
    public string Account { get; set; } = "";
    public string Venue { get; set; } = "";
    public Episode Episode { get; set; } = new();

    /// <summary>Id of the episode's latest trigger.</summary>
    public string TriggerId { get; set; } = "";

    public int Sequence { get; set; }
    public TriggerEvent Event { get; set; }
    public TriggerReason Reason { get; set; }
    public long Frame { get; set; }
    public long StreamTimeMs { get; set; }
    public BigInteger Equity { get; set; }
    public BigInteger MaintenanceRequirement { get; set; }
    public BigInteger Surplus { get; set; }
    public long ExpiresAtMs { get; set; }
}
