using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Engine.Reference;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Verifying;

/// <summary>
/// What a recording must lead to, worked out the long way: no log, no tasks, no transactions, no restored state; one loop that merges records by time, and the
/// reference engine, which judges every account at every frame in arbitrary precision.
/// </summary>
public static class BruteForce
{
    /// <summary>The outcome; the offset of each frame in the log, which only a log can know, comes from outside.</summary>
    public static RunOutcome Compute(
        IEnumerable<RecordedRecord> input, PipelineOptions options, Func<long, long> frameOffset, CancellationToken cancel)
    {
        var wire = new WireFormat(new LocalSchemaIds());
        MergedInput sequence = MergedInput.Of(input, options, wire, frameOffset);
        PartitionOutcome[] partitions = new PartitionOutcome[options.PartitionCount];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        Parallel.For(0, options.PartitionCount, parallel, p => partitions[p] = Judge(p, sequence, options, wire, cancel));
        return RunOutcome.Of(
            sequence.RecordCount,
            sequence.AccountCount,
            new TriggerLines(partitions.Select(partition => partition.Triggers), options.Topics.LiquidationTriggers, wire),
            [.. sequence.Frames.Select(frame => FrameLine.Of(frame, wire))],
            [.. DeadLetters(sequence.DeadLetters, partitions, options)],
            [.. partitions.Select(partition => partition.Engine)],
            partitions.Sum(partition => partition.Counts.Opened),
            partitions.Sum(partition => partition.Counts.Closed));
    }

    /// <summary>The oracle's dead letters stand in the partition of their source, so before those of the margin task of that partition.</summary>
    private static IEnumerable<DeadLetterLine> DeadLetters(
        IReadOnlyList<DeadLetterLine> ofOracle, PartitionOutcome[] partitions, PipelineOptions options) =>
        Enumerable.Range(0, options.PartitionCount).SelectMany(
            p => ofOracle.Where(letter => letter.Partition % options.PartitionCount == p).Concat(partitions[p].DeadLetters));

    private static PartitionOutcome Judge(int partition, MergedInput input, PipelineOptions options, WireFormat wire, CancellationToken cancel)
    {
        TopicNames topics = options.Topics;
        var task = new MarginTaskOptions(partition, options.PartitionCount, options.MaxAwaitFrames)
        {
            TellsHealthyNewcomers = options.TellsHealthyNewcomers,
        };
        var processor = new MarginProcessor(task, topics, wire, new NoHistory(), static engine => new ReferenceEngine(engine) { PassesStanding = true });
        var context = new CollectingContext(topics.LiquidationTriggers);
        foreach (LogRecord record in input.ForPartition(partition))
        {
            cancel.ThrowIfCancellationRequested();
            processor.Process(record, context);
        }

        return new(
            [.. context.Forwarded.Select(sent => (Decode(sent, wire).Frame, sent.Value!))],
            context.DeadLetters,
            processor.Engine,
            processor.Counts);
    }

    private static LiquidationTrigger Decode(OutgoingRecord sent, WireFormat wire) => (LiquidationTrigger)wire.Deserialize(sent.Topic, sent.Value!);

    private sealed record PartitionOutcome(
        IReadOnlyList<(long Frame, byte[] Record)> Triggers, IReadOnlyList<DeadLetterLine> DeadLetters, IMarginEngine Engine, MarginCounts Counts);
}
