using System.Text;

namespace MarginStreams.Streams;

/// <summary>
/// Where a task stands: its stream-time, and the next offset of each input. It is written under a key of its own in the changelog, in the transaction that
/// holds what the inputs up to there caused, so that state, outputs and place in the log can never disagree.
/// </summary>
internal sealed record Cut(long StreamTimeMs, IReadOnlyList<TopicPartitionOffset> Offsets)
{
    private const byte Version = 1;

    /// <summary>The key, which no processor may use.</summary>
    public static byte[] Key { get; } = "!cut"u8.ToArray();

    /// <summary>Whether a changelog record is the cut.</summary>
    public static bool IsKey(ReadOnlySpan<byte> key) => key.SequenceEqual(Key);

    /// <summary>From bytes.</summary>
    public static Cut Decode(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        byte version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException($"expected version {Version} of a cut, but it is {version}");
        }

        long streamTimeMs = reader.ReadInt64();
        var offsets = new TopicPartitionOffset[reader.ReadInt32()];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new(new(reader.ReadString(), reader.ReadInt32()), reader.ReadInt64());
        }

        return new Cut(streamTimeMs, offsets);
    }

    /// <summary>To bytes.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(StreamTimeMs);
        writer.Write(Offsets.Count);
        foreach (TopicPartitionOffset next in Offsets)
        {
            writer.Write(next.TopicPartition.Topic);
            writer.Write(next.TopicPartition.Partition);
            writer.Write(next.Offset);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The next offset of an input, or null when the cut does not know it.</summary>
    public long? OffsetOf(TopicPartition input)
    {
        foreach (TopicPartitionOffset next in Offsets)
        {
            if (next.TopicPartition == input)
            {
                return next.Offset;
            }
        }

        return null;
    }
}
