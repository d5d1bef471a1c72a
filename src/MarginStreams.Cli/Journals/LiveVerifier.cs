using System.Diagnostics;
using MarginStreams.Cli.Configuring;
using MarginStreams.Engine.Reference;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Journals;

/// <summary>What a verification of a live run found.</summary>
/// <param name="Frames">Frames that the oracle's replay gives.</param>
/// <param name="Triggers">Triggers that the replays give.</param>
/// <param name="Commits">Commits that were done again.</param>
/// <param name="Missed">Records that are not there.</param>
/// <param name="False">Records that nothing leads to.</param>
/// <param name="Different">Records that differ.</param>
/// <param name="Mismatches">The first differences of each task, for a person.</param>
/// <param name="Gaps">Partitions that cannot be verified, from where on and why.</param>
/// <param name="ElapsedMs">Wall clock, ms.</param>
internal sealed record LiveVerification(
    long Frames,
    long Triggers,
    long Commits,
    long Missed,
    long False,
    long Different,
    IReadOnlyList<string> Mismatches,
    IReadOnlyList<string> Gaps,
    long ElapsedMs)
{
    /// <summary>Whether everything could be done again, and is what stands there.</summary>
    public bool IsVerified => Mismatches.Count == 0 && Gaps.Count == 0;
}

/// <summary>
/// Does a live run again: each task from its committed inputs, in the order of its journal, with the reference engine; and compares everything that the tasks
/// wrote, byte for byte. It may run beside the service: what is committed meanwhile is taken in, or left for another time.
/// </summary>
internal static class LiveVerifier
{
    /// <summary>Verifies it.</summary>
    public static LiveVerification Verify(Connection connection, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var tasks = new LiveTasks(connection, static options => new ReferenceEngine(options) { PassesStanding = true });
        TopicNames topics = tasks.Options.Topics;
        var verdicts = new TaskVerdict[tasks.Options.PartitionCount + 1];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        Parallel.For(0, verdicts.Length, parallel, task => verdicts[task] = task == 0
            ? TaskVerdict.Of(connection, tasks.Oracle(), [new(topics.Frames, 0)], [], cancel)
            : TaskVerdict.Of(connection, tasks.Margin(task - 1), Kept(topics, task - 1), Compacted(topics, task - 1), cancel));
        WrittenDifference difference = DeadLetterCheck.Compare(connection, verdicts, tasks.Options.Partitioning);
        Array.ForEach(verdicts, task => difference.Add(task.Difference));
        return new(
            verdicts[0].Count,
            verdicts.Skip(1).Sum(task => task.Count),
            verdicts.Sum(task => task.Commits),
            difference.Missed,
            difference.False,
            difference.Different,
            difference.Told,
            [.. verdicts.SelectMany(task => task.Gaps)],
            watch.ElapsedMilliseconds);
    }

    private static TopicPartition[] Kept(TopicNames topics, int partition) => [new(topics.LiquidationTriggers, partition)];

    private static TopicPartition[] Compacted(TopicNames topics, int partition) =>
    [
        new(topics.OpenLiquidations, partition),
        new(topics.AccountStatus, partition),
        new(topics.MarketRisk, partition),
        new(topics.MarginChangelog, partition),
    ];
}
