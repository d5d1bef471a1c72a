using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>One record of an input topic, as a recording holds it.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="TimestampMs">Stream-time, ms since the epoch, UTC.</param>
/// <param name="Partition">Its partition; -1 where the recording does not say.</param>
/// <param name="Offset">Its offset; -1 where the recording does not say.</param>
/// <param name="Key">Its key.</param>
/// <param name="Schema">Its type; null for a tombstone.</param>
/// <param name="Avro">Its bare Avro value; null for a tombstone.</param>
public sealed record RecordedRecord(
    InputTopic Topic, long TimestampMs, int Partition, long Offset, string Key, RecordSchema? Schema, byte[]? Avro)
{
    /// <summary>A record that says neither partition nor offset.</summary>
    public static RecordedRecord Of<T>(InputTopic topic, long timestampMs, string key, RecordCodec<T> codec, T record)
        where T : class =>
        new(topic, timestampMs, -1, -1, key, codec.Schema, codec.Encode(record));

    /// <summary>A tombstone that says neither partition nor offset.</summary>
    public static RecordedRecord Tombstone(InputTopic topic, long timestampMs, string key) =>
        new(topic, timestampMs, -1, -1, key, null, null);
}
