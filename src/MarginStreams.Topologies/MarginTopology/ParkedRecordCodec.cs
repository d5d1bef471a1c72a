using System.Text;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>A parked record in the changelog: everything that a dead letter needs.</summary>
internal static class ParkedRecordCodec
{
    private const byte Version = 1;

    /// <summary>To bytes.</summary>
    public static byte[] Encode(ParkedRecord parked)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        LogRecord record = parked.Record;
        writer.Write(Version);
        writer.Write(parked.Account);
        writer.Write(parked.Instrument);
        writer.Write(parked.SinceFrame);
        writer.Write(record.Topic);
        writer.Write(record.Partition);
        writer.Write(record.Offset);
        writer.Write(record.TimestampMs);
        Write(writer, record.Key!);
        Write(writer, record.Value!);
        writer.Write(record.Headers.Count);
        foreach (LogHeader header in record.Headers)
        {
            writer.Write(header.Name);
            Write(writer, header.Value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static ParkedRecord Decode(ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray());
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        byte version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException($"expected version {Version} of a parked record, but it is {version}");
        }

        string account = reader.ReadString();
        string instrument = reader.ReadString();
        long since = reader.ReadInt64();
        string topic = reader.ReadString();
        int partition = reader.ReadInt32();
        long offset = reader.ReadInt64();
        long timestampMs = reader.ReadInt64();
        byte[] key = ReadBytes(reader);
        byte[] value = ReadBytes(reader);
        var headers = new LogHeader[reader.ReadInt32()];
        for (int i = 0; i < headers.Length; i++)
        {
            headers[i] = new LogHeader(reader.ReadString(), ReadBytes(reader));
        }

        return new(account, instrument, since, new LogRecord(topic, partition, offset, timestampMs, key, value, headers));
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}
