using System.Text;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Keeps what a processor sends, without a log, and its changelog as compaction leaves it.</summary>
internal sealed class MemoryContext : IProcessorContext
{
    private readonly SortedDictionary<string, (byte[] Key, byte[] Value)> _store = new(StringComparer.Ordinal);

    public List<OutgoingRecord> Forwarded { get; } = [];

    public List<string> DeadLetters { get; } = [];

    public bool IsCommitRequested { get; set; }

    public void Forward(OutgoingRecord record) => Forwarded.Add(record);

    /// <summary>What was stored, in order, since somebody cleared it.</summary>
    public List<(byte[] Key, byte[]? Value)> Tail { get; } = [];

    public void Store(byte[] key, byte[]? value)
    {
        Tail.Add((key, value));
        _store.Remove(Convert.ToHexString(key));
        if (value is not null)
        {
            _store[Convert.ToHexString(key)] = (key, value);
        }
    }

    public void DeadLetter(LogRecord source, string reason, string error) => DeadLetters.Add($"{source.TopicPartition} {source.Offset} {reason}: {error}");

    public void RequestCommit() => IsCommitRequested = true;

    /// <summary>A new processor with the state of the latest commit.</summary>
    public T Restore<T>(T processor)
        where T : IProcessor
    {
        foreach ((byte[] key, byte[] value) in _store.Values)
        {
            processor.Restore(key, value, isTombstone: false);
        }

        processor.Restored();
        return processor;
    }

    /// <summary>Whether a key with this prefix is there.</summary>
    public bool Has(string prefix) => _store.Values.Any(entry => entry.Key.AsSpan().StartsWith(Encoding.UTF8.GetBytes(prefix)));

    /// <summary>Whether the oracle has a frame that is not closed.</summary>
    public bool IsFrameOpen => SequenceCodec.Decode(_store[Convert.ToHexString("sequence"u8)].Value).UpdateCount > 0;

    /// <summary>The changelog as text.</summary>
    public string StoreText() =>
        string.Join('\n', _store.Values.Select(entry => $"{Encoding.UTF8.GetString(entry.Key)} {Convert.ToHexString(entry.Value)}"));
}

/// <summary>Records from one topology, as the other reads them.</summary>
internal static class OutgoingRecords
{
    public static LogRecord AsRecord(this OutgoingRecord sent, long offset) =>
        new(sent.Topic, sent.Partition, offset, sent.TimestampMs, sent.Key, sent.Value, sent.Headers ?? []);

    public static string Text(this OutgoingRecord sent)
    {
        string value = sent.Value is null ? "null" : Convert.ToHexString(sent.Value);
        return $"{sent.Topic}-{sent.Partition} {sent.TimestampMs} {Encoding.UTF8.GetString(sent.Key!)} {value}";
    }
}
