using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>Share of a venue's requirement below the line in a partition. Topic <c>venue-risk</c>, key <c>venue/partition</c>.</summary>
public sealed record VenueRisk
{
    public string Venue { get; set; } = "";
    public int Partition { get; set; }
    public long Frame { get; set; }
    public long StreamTimeMs { get; set; }
    public BigInteger Requirement { get; set; }
    public BigInteger RequirementBelow { get; set; }
}
