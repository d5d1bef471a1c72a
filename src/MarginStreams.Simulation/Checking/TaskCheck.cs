using System.Text;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>
/// Recomputes one task from its committed inputs and its journal, and compares all that it wrote: key, value, headers, time, order. Of a value, what can be
/// compared is the value of a topic as the checker sees it.
/// </summary>
internal sealed class TaskCheck(CommittedLog committed, TaskOptions options, Func<string, byte[]?, byte[]?> comparable, Action<string> find)
{
    private readonly Dictionary<TopicPartition, List<OutgoingRecord>> _written = [];

    /// <summary>Number of commits.</summary>
    public long Commits { get; private set; }

    /// <summary>Records that were compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Recomputes.</summary>
    public void Recompute(IProcessor processor)
    {
        using var replay = new JournalReplay(options, processor, input => committed[input], Keep);
        foreach (LogRecord record in committed[options.Journal!.Value])
        {
            replay.Commit(record.Value!);
        }

        Commits = replay.Commits;
        foreach (TopicPartitionOffset next in replay.Offsets)
        {
            IReadOnlyList<LogRecord> records = committed[next.TopicPartition];
            long end = records.Count == 0 ? 0 : records[^1].Offset + 1;
            if (next.Offset != end)
            {
                find($"{options.TaskId}: {next.TopicPartition} was taken up to offset {next.Offset}, but it holds records up to {end}");
            }
        }
    }

    /// <summary>Compares what this task wrote in a partition; of partitions that others write too, the records that are its own.</summary>
    public void Compare(TopicPartition place)
    {
        LogRecord[] actual = [.. committed[place].Where(IsOwn)];
        List<OutgoingRecord> expected = _written.GetValueOrDefault(place) ?? [];
        for (int i = 0; i < Math.Max(actual.Length, expected.Count); i++)
        {
            Compared++;
            LogRecord? there = i < actual.Length ? actual[i] : null;
            OutgoingRecord? right = i < expected.Count ? expected[i] : null;
            if (Difference(place, there, right) is { } difference)
            {
                string key = Text(there?.Key ?? right?.Key);
                find($"{options.TaskId}: {place}, record {i} of {expected.Count} at offset {there?.Offset}, key {key}: {difference}");
                return;
            }
        }
    }

    private void Keep(OutgoingRecord record)
    {
        var place = new TopicPartition(record.Topic, record.Partition);
        if (!_written.TryGetValue(place, out List<OutgoingRecord>? records))
        {
            _written.Add(place, records = []);
        }

        records.Add(record);
    }

    /// <summary>Dead letters of all tasks share a topic; where they came from says whose they are.</summary>
    private bool IsOwn(LogRecord record)
    {
        if (record.Topic != options.DeadLetterTopic)
        {
            return true;
        }

        string source = Text(record.Headers.First(header => header.Name == DeadLetterHeaders.Topic).Value);
        return options.Inputs.Any(input => input.Topic == source);
    }

    private string? Difference(TopicPartition place, LogRecord? there, OutgoingRecord? right) =>
        there is null ? "it is missing"
        : right is null ? "nothing leads to it"
        : !Same(there.Key, right.Key) ? $"the key should be {Text(right.Key)}"
        : there.TimestampMs != right.TimestampMs ? $"the time should be {right.TimestampMs}, but it is {there.TimestampMs}"
        : !Same(comparable(place.Topic, there.Value), comparable(place.Topic, right.Value))
            ? $"the value should be {Hex(right.Value)}, but it is {Hex(there.Value)}"
        : !SameHeaders(there.Headers, right.Headers ?? []) ? "the headers differ"
        : null;

    private static bool SameHeaders(IReadOnlyList<LogHeader> there, IReadOnlyList<LogHeader> right) =>
        there.Count == right.Count && there.Zip(right).All(pair => pair.First.Name == pair.Second.Name && Same(pair.First.Value, pair.Second.Value));

    private static bool Same(byte[]? left, byte[]? right) => left is null || right is null ? left == right : left.AsSpan().SequenceEqual(right);

    private static string Text(byte[]? bytes) => bytes is null ? "null" : Encoding.UTF8.GetString(bytes);

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
