using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Verifying;

/// <summary>The frames that a recording leads to, and its positions by partition.</summary>
public sealed class MergedInput
{
    private readonly List<LogRecord>[] _positions;

    private MergedInput(
        InputRecords records, IReadOnlyList<LogRecord> frames, List<LogRecord>[] positions, IReadOnlyList<DeadLetterLine> deadLetters)
    {
        RecordCount = records.RecordCount;
        AccountCount = records.AccountCount;
        Frames = frames;
        _positions = positions;
        DeadLetters = deadLetters;
    }

    /// <summary>Input records of all topics.</summary>
    public long RecordCount { get; }

    /// <summary>Accounts that positions named.</summary>
    public long AccountCount { get; }

    /// <summary>The frames, as they stand in the log.</summary>
    public IReadOnlyList<LogRecord> Frames { get; }

    /// <summary>What the oracle could not use.</summary>
    public IReadOnlyList<DeadLetterLine> DeadLetters { get; }

    /// <summary>Runs the oracle over its inputs and sets the positions aside.</summary>
    public static MergedInput Of(IEnumerable<RecordedRecord> input, PipelineOptions options, WireFormat wire, Func<long, long> frameOffset)
    {
        var records = new InputRecords(options.Topics, options.PartitionCount, wire);
        var oracle = new OracleProcessor(options.Oracle, options.Topics, wire);
        var context = new CollectingContext(options.Topics.Frames);
        var positions = new List<LogRecord>[options.PartitionCount];
        for (int p = 0; p < positions.Length; p++)
        {
            positions[p] = [];
        }

        foreach (RecordedRecord recorded in input)
        {
            LogRecord record = records.Next(recorded);
            if (recorded.Topic == InputTopic.Positions)
            {
                positions[record.Partition].Add(record);
            }
            else
            {
                oracle.Process(record, context);
            }
        }

        oracle.Idle(context);
        LogRecord[] frames =
        [
            .. context.Forwarded.Select((frame, n) => new LogRecord(
                frame.Topic, frame.Partition, frameOffset(n), frame.TimestampMs, frame.Key, frame.Value, frame.Headers ?? [])),
        ];
        return new(records, frames, positions, context.DeadLetters);
    }

    /// <summary>Positions of a partition and all frames, by timestamp; at equal timestamps the table comes before the frames.</summary>
    public IEnumerable<LogRecord> ForPartition(int partition)
    {
        int next = 0;
        foreach (LogRecord position in _positions[partition])
        {
            for (; next < Frames.Count && Frames[next].TimestampMs < position.TimestampMs; next++)
            {
                yield return Frames[next];
            }

            yield return position;
        }

        for (; next < Frames.Count; next++)
        {
            yield return Frames[next];
        }
    }
}
