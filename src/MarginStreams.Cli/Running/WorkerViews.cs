using MarginStreams.Cli.Health;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Running;

/// <summary>The workers of a process, as health and metrics see them.</summary>
internal sealed class WorkerViews(IReadOnlyList<Worker> workers, ServiceProgress progress, TimeProvider clock)
{
    private readonly long _startedAt = clock.GetTimestamp();

    /// <summary>Everything at this moment.</summary>
    public ServiceSnapshot Snapshot() => new([.. workers.Select(View)], progress.Market());

    /// <summary>The tasks at this moment.</summary>
    public IEnumerable<TaskView> Tasks() => workers.SelectMany(worker => worker.Status.Tasks).Select(View);

    private WorkerView View(Worker worker)
    {
        WorkerStatus status = worker.Status;

        // One that has not joined yet has been without a group since the start.
        TimeSpan unstable = status.GroupUnstableFor ?? clock.GetElapsedTime(_startedAt);
        return new(
            status.Name,
            status.Topology,
            [.. status.Tasks.Select(View)],
            status.TurnedAt,
            unstable > TimeSpan.Zero ? unstable : null);
    }

    private static TaskView View(StreamTaskStatus task) => new(
        task.Name,
        task.State == TaskState.Failed ? TaskView.BackingOff : task.State.ToString(),
        task.Counts.RestoreRemaining,
        task.Counts.RestoreTotal,
        task.Counts.Processed,
        task.Counts.Commits,
        task.Counts.StreamTimeMs,
        task.LastFailure);
}
