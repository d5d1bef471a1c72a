using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>An accepted record, as the changelog keeps it: with its place, and which one it was of all that were accepted.</summary>
internal sealed record StoredRecord(long Order, TopicPartition Place, long Offset, long TimestampMs, byte[] Value);

/// <summary>
/// The oracle's changelog: the latest accepted record of each venue, each instrument, and each feed, quantity and source; and where the sequence of frames
/// stands.
/// </summary>
internal sealed class OracleStore
{
    private const byte Version = 2;
    private const string SequenceKey = "sequence";
    private readonly Dictionary<string, StoredRecord> _restored = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StoredRecord> _dirty = new(StringComparer.Ordinal);
    private long _acceptedCount;

    /// <summary>Where the sequence stood at the last commit; null at the very first start.</summary>
    public SequenceState? Sequence { get; private set; }

    /// <summary>Takes a record of the changelog back.</summary>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        string name = Encoding.UTF8.GetString(key);
        if (name == SequenceKey)
        {
            Sequence = SequenceCodec.Decode(value);
            return;
        }

        StoredRecord stored = Decode(value);
        _restored[name] = stored;
        _acceptedCount = Math.Max(_acceptedCount, stored.Order + 1);
    }

    /// <summary>
    /// Hands over what was restored, in the order in which it must be applied again: venues, instruments, then observations, each in the order in which they
    /// were accepted. That is not the order of offsets: sources of one feed may write to several partitions.
    /// </summary>
    public IReadOnlyList<StoredRecord> TakeRestored()
    {
        StoredRecord[] records = [.. _restored.OrderBy(stored => stored.Key[0]).ThenBy(stored => stored.Value.Order).Select(stored => stored.Value)];
        _restored.Clear();
        return records;
    }

    /// <summary>Notes an accepted record; the latest of each key is written at the commit.</summary>
    public void Accepted(LogRecord record, object decoded)
    {
        _dirty[KeyOf(decoded)] = new(_acceptedCount, record.TopicPartition, record.Offset, record.TimestampMs, record.Value!);
        _acceptedCount++;
    }

    /// <summary>Writes what was accepted since the last commit, and where the sequence stands.</summary>
    public void Save(SequenceState sequence, IProcessorContext context)
    {
        foreach ((string key, StoredRecord stored) in _dirty)
        {
            context.Store(Encoding.UTF8.GetBytes(key), Encode(stored));
        }

        _dirty.Clear();
        context.Store(Encoding.UTF8.GetBytes(SequenceKey), SequenceCodec.Encode(sequence));
    }

    /// <summary>The first character orders the kinds. A feed holds no slash and a quantity is one of ours, so neighbours cannot run together.</summary>
    private static string KeyOf(object decoded) => decoded switch
    {
        Venue venue => $"1/{venue.Id}",
        Instrument instrument => $"2/{instrument.Id}",
        Observation seen => $"3/{seen.Feed}/{seen.Name}/{seen.Source}",
        _ => throw new InvalidOperationException($"a {decoded.GetType().Name} was accepted"),
    };

    private static byte[] Encode(StoredRecord stored)
    {
        StateWriter writer = StateWriter.Own();
        writer.WriteByte(Version);
        writer.WriteLong(stored.Order);
        writer.WriteString(stored.Place.Topic);
        writer.WriteLong(stored.Place.Partition);
        writer.WriteLong(stored.Offset);
        writer.WriteLong(stored.TimestampMs);
        writer.WriteBytes(stored.Value);
        return writer.ToArray();
    }

    private static StoredRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes, Version, "an accepted record");
        var stored = new StoredRecord(
            reader.ReadLong(), new(reader.ReadString(), reader.ReadInt()), reader.ReadLong(), reader.ReadLong(), reader.ReadBytes().ToArray());
        reader.ExpectEnd();
        return stored;
    }
}
