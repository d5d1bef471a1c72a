using System.Diagnostics;
using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Journals;

/// <summary>
/// A live run once more: positions and frames as they stand in the topics, in the order in which the live tasks took them, so that the triggers are the live
/// ones byte for byte.
/// </summary>
internal static class JournalBacktest
{
    /// <summary>Runs it.</summary>
    /// <exception cref="CliException">Records that the live run took are gone.</exception>
    public static (RunResult Result, RunOutcome Outcome) Run(Connection connection, string where, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var tasks = new LiveTasks(connection, static options => new MarginEngine(options));
        PipelineOptions options = tasks.Options;
        var letters = new List<DeadLetterLine>();
        var partitions = new PartitionRun[options.PartitionCount];
        long records = Replay(connection, tasks.Oracle(), letters.Add, cancel);
        Parallel.For(0, partitions.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, p =>
            partitions[p] = PartitionRun.Of(connection, tasks.Margin(p), options, cancel));
        RunOutcome outcome = RunOutcome.Of(
            records + partitions.Sum(partition => partition.Records),
            partitions.Sum(partition => partition.Accounts.Count),
            new TriggerLines(partitions.Select(partition => partition.Triggers), options.Topics.LiquidationTriggers, connection.Wire),
            [.. CommittedRecords.Read(connection.Cluster, options.Topics.Frames, 0).Select(frame => FrameLine.Of(frame, connection.Wire))],
            [.. letters, .. partitions.SelectMany(partition => partition.Letters)],
            [.. partitions.Select(partition => partition.Processor.Engine)],
            partitions.Sum(partition => partition.Processor.Counts.Opened),
            partitions.Sum(partition => partition.Processor.Counts.Closed));
        var source = new RunSource(where, []) { Topics = new RunTopics(IsByJournal: true, []) };
        RunResult result = RunResults.Of(outcome, RunSources.ToSettings(options), source);
        return (result with { ElapsedMs = watch.ElapsedMilliseconds }, outcome);
    }

    private static long Replay(
        Connection connection, (TaskOptions Options, IProcessor Processor) oracle, Action<DeadLetterLine> letter, CancellationToken cancel)
    {
        long records = 0;
        using var replay = new TaskReplay(connection.Cluster, oracle, written => Note(written, oracle.Options, letter)) { Taken = _ => records++ };
        replay.CatchUp(cancel);
        Require(replay);
        return records;
    }

    private static void Note(OutgoingRecord written, TaskOptions options, Action<DeadLetterLine> letter)
    {
        if (written.Topic == options.DeadLetterTopic)
        {
            letter(LetterOf(written));
        }
    }

    private static DeadLetterLine LetterOf(OutgoingRecord written) => Redriving.DeadLetter.Of(
        new LogRecord(written.Topic, written.Partition, 0, written.TimestampMs, written.Key, written.Value, written.Headers ?? [])).Line;

    private static void Require(TaskReplay replay)
    {
        if (replay.Gap is { } gap)
        {
            throw new CliException(ExitCode.InputInvalid, gap);
        }
    }

    /// <summary>What came of one partition.</summary>
    private sealed record PartitionRun(
        long Records,
        IReadOnlySet<string> Accounts,
        IReadOnlyList<(long Frame, byte[] Record)> Triggers,
        IReadOnlyList<DeadLetterLine> Letters,
        MarginProcessor Processor)
    {
        public static PartitionRun Of(
            Connection connection, (TaskOptions Options, IProcessor Processor) task, PipelineOptions options, CancellationToken cancel)
        {
            long records = 0;
            var accounts = new HashSet<string>(StringComparer.Ordinal);
            var triggers = new List<(long Frame, byte[] Record)>();
            var letters = new List<DeadLetterLine>();
            using var replay = new TaskReplay(connection.Cluster, task, Take) { Taken = Count };
            replay.CatchUp(cancel);
            Require(replay);
            return new(records, accounts, triggers, letters, (MarginProcessor)task.Processor);

            void Take(OutgoingRecord written)
            {
                Note(written, task.Options, letters.Add);
                if (written.Topic == options.Topics.LiquidationTriggers)
                {
                    triggers.Add((((LiquidationTrigger)connection.Wire.Deserialize(written.Topic, written.Value!)).Frame, written.Value!));
                }
            }

            void Count(LogRecord record)
            {
                if (record.Topic != options.AccountPositions)
                {
                    return;
                }

                records++;
                string key = record.Key is null ? "" : Encoding.UTF8.GetString(record.Key);
                if (!key.StartsWith(RecordKeys.ProgressPrefix, StringComparison.Ordinal))
                {
                    accounts.Add(InputRecords.AccountOf(key));
                }
            }
        }
    }
}
