namespace MarginStreams.Cli.Health;

/// <summary>What a service is doing, for health and metrics: read at one moment, never kept.</summary>
/// <param name="Workers">Its workers with their tasks.</param>
/// <param name="Market">What its topologies made of the market.</param>
public sealed record ServiceSnapshot(IReadOnlyList<WorkerView> Workers, MarketSnapshot Market)
{
    /// <summary>All tasks.</summary>
    public IEnumerable<TaskView> Tasks => Workers.SelectMany(worker => worker.Tasks);
}

/// <summary>What the topologies of a process made of the market.</summary>
/// <param name="LastFrame">Number of the latest frame that the process closed, or that all its margin tasks applied; -1 before the first.</param>
/// <param name="LastFrameMs">Stream-time of that frame, ms; 0 before the first.</param>
/// <param name="FramesApplied">Frames that margin tasks applied, each task for itself, since the start of the process.</param>
/// <param name="Evaluations">Accounts that were measured, by frames and records, since the start of the process.</param>
/// <param name="AccountsByBand">Accounts that margin tasks hold, by band.</param>
public sealed record MarketSnapshot(
    long LastFrame, long LastFrameMs, long FramesApplied, long Evaluations, IReadOnlyDictionary<string, long> AccountsByBand);
