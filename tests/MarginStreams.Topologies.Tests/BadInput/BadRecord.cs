using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>One record that cannot be used, and how it is refused.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Reason">The reason in its dead letter.</param>
/// <param name="Error">Part of the error in its dead letter.</param>
/// <param name="Make">The record; its offset is that of the place where it is put.</param>
public sealed record BadRecord(string What, string Reason, string Error, Func<BadRecords, LogRecord> Make)
{
    public override string ToString() => What;
}

/// <summary>Makes records that cannot be used out of records that can.</summary>
public sealed class BadRecords
{
    internal const long TimestampMs = 1_500;
    private readonly PipelineWorld _world = new();

    internal TopicNames Topics => _world.Topics;

    /// <summary>A record of ours, in the topic and partition it belongs to or in others, under its own key or another.</summary>
    internal LogRecord Of(object record, string? topic = null, int? partition = null, string? key = null, Func<byte[], byte[]>? spoil = null)
    {
        topic ??= _world.TopicOf(record);
        byte[] value = _world.Bytes(record, topic);
        byte[] keyBytes = Encoding.UTF8.GetBytes(key ?? RecordKeys.Of(record));
        return Raw(topic, partition ?? PipelineWorld.PartitionOf(record), keyBytes, spoil is null ? value : spoil(value));
    }

    internal LogRecord Raw(string topic, int partition, byte[]? key, byte[]? value, long timestampMs = TimestampMs) =>
        new(topic, partition, -1, timestampMs, key, value, [new LogHeader("trace", "t1"u8.ToArray())]);

    /// <summary>A tombstone under a key, in the partition of its account.</summary>
    internal LogRecord Tombstone(string topic, string key) =>
        Raw(topic, topic == Topics.Positions ? PipelineWorld.PartitionOf(key.Split('/')[0]) : 0, Encoding.UTF8.GetBytes(key), null);

    /// <summary>Another schema id in place of the record's own.</summary>
    internal static byte[] WithSchemaId(byte[] value, int id)
    {
        byte[] changed = [.. value];
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(1), id);
        return changed;
    }

    /// <summary>The bytes of a position whose size has 77 digits: no codec of ours writes them.</summary>
    internal static byte[] WithSizeOf77Digits(byte[] value)
    {
        byte[] size = BigInteger.Pow(10, 76).ToByteArray(isBigEndian: true);

        // Five bytes of header, two strings with their lengths, then the size: one byte of length and one of size, as it stands in the table.
        int at = 5 + 1 + "v:bad".Length + 1 + "USD".Length;
        return [.. value[..at], (byte)(size.Length * 2), .. size, .. value[(at + 2)..]];
    }
}
