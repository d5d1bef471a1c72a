namespace MarginStreams.Contracts;

/// <summary>An indexer's word that it published everything up to a block. Topic <c>positions</c>, key <c>!progress/venue/partition</c>.</summary>
public sealed record Progress
{
    public string Venue { get; set; } = "";
    public int Partition { get; set; }
    public long CompleteThroughBlock { get; set; }
    public string BlockHash { get; set; } = "";
    public long AtMs { get; set; }
}
