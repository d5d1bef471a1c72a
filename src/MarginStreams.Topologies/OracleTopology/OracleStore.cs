using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>An accepted record, as the changelog keeps it.</summary>
internal sealed record StoredRecord(string Topic, int Partition, long Offset, byte[] Value);

/// <summary>
/// The oracle's changelog: the latest accepted record of each venue, each instrument, and each feed, quantity and source, with its place; and where the
/// sequence of frames stands.
/// </summary>
internal sealed class OracleStore
{
    private const string SequenceKey = "sequence";
    private readonly Dictionary<string, (int Partition, long Offset, byte[] Value)> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LogRecord> _dirty = new(StringComparer.Ordinal);

    /// <summary>Where the sequence stood at the last commit; null at the very first start.</summary>
    public SequenceState? Sequence { get; private set; }

    /// <summary>Key of a venue.</summary>
    public static string VenueKey(string id) => $"1/{id}";

    /// <summary>Key of an instrument.</summary>
    public static string InstrumentKey(string id) => $"2/{id}";

    /// <summary>Key of an observation. Feeds hold no slash, so neighbours cannot run together.</summary>
    public static string ObservationKey(string feed, string quantity, string source) => $"3/{feed}/{quantity}/{source}";

    /// <summary>Takes a record of the changelog back.</summary>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        string name = Encoding.UTF8.GetString(key);
        if (name == SequenceKey)
        {
            Sequence = JsonSerializer.Deserialize<SequenceState>(value);
        }
        else if (isTombstone)
        {
            _records.Remove(name);
        }
        else
        {
            int partition = BinaryPrimitives.ReadInt32BigEndian(value);
            long offset = BinaryPrimitives.ReadInt64BigEndian(value[4..]);
            _records[name] = (partition, offset, value[12..].ToArray());
        }
    }

    /// <summary>What was restored, in the order in which it must be applied: venues, instruments, then observations by place.</summary>
    public IEnumerable<StoredRecord> Records(TopicNames topics) =>
        _records
            .OrderBy(stored => stored.Key[0])
            .ThenBy(stored => stored.Value.Partition)
            .ThenBy(stored => stored.Value.Offset)
            .Select(stored => new StoredRecord(
                stored.Key[0] switch { '1' => topics.Venues, '2' => topics.Instruments, _ => topics.OraclePrices },
                stored.Value.Partition,
                stored.Value.Offset,
                stored.Value.Value));

    /// <summary>Notes an accepted record; the latest of each key is written at the commit.</summary>
    public void Accepted(LogRecord record, string key) => _dirty[key] = record;

    /// <summary>Writes what was accepted since the last commit, and where the sequence stands.</summary>
    public void Save(SequenceState sequence, IProcessorContext context)
    {
        foreach ((string key, LogRecord record) in _dirty)
        {
            byte[] value = new byte[12 + record.Value!.Length];
            BinaryPrimitives.WriteInt32BigEndian(value, record.Partition);
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(4), record.Offset);
            record.Value.CopyTo(value, 12);
            context.Store(Encoding.UTF8.GetBytes(key), value);
        }

        _dirty.Clear();
        context.Store(Encoding.UTF8.GetBytes(SequenceKey), JsonSerializer.SerializeToUtf8Bytes(sequence));
    }
}
