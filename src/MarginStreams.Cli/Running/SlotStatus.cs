using MarginStreams.Cli.Health;
using MarginStreams.Cli.Metrics;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Running;

/// <summary>The slots of a process and what is in them, as status records: each slot is a worker of its own with one task.</summary>
internal sealed class SlotStatus(IReadOnlyList<TaskSlot> slots, ServiceProgress progress, MeteredCluster cluster, TopicNames topics)
{
    /// <summary>Everything at this moment.</summary>
    public ServiceSnapshot Snapshot() => new([.. slots.Select(Worker)], progress.Market());

    private WorkerView Worker(TaskSlot slot) => new(
        slot.Name,
        slot.Name == "oracle" ? "oracle" : "margin",
        [Task(slot)],
        slot.TurnedAtTicks,
        Rebalances: 0,
        slot.Restarts,
        GroupUnstableFor: null);

    private TaskView Task(TaskSlot slot)
    {
        TaskCounts counts = slot.Counts ?? new TaskCounts();
        LastCommit? commit = cluster.LastCommits.GetValueOrDefault($"{topics.ApplicationId}-{slot.Name}");
        long total = progress.RestoreTotals.GetValueOrDefault(slot.Name);
        return new(
            slot.Name,
            StateOf(slot.State),
            slot.State == TaskState.Starting ? Math.Max(0, total - counts.Restored) : 0,
            total,
            counts.Processed,
            counts.Commits,
            counts.Aborts,
            commit?.StreamTimeMs ?? 0,
            counts.DeadLetters,
            commit?.AtTicks ?? 0,
            slot.LastFailure?.Message);
    }

    private static string StateOf(TaskState state) => state switch
    {
        TaskState.Starting => "Restoring",
        TaskState.Ended => "Closed",
        _ => state.ToString(),
    };
}
