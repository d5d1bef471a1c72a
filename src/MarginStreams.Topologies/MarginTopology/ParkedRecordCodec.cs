using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>A position that waits for its instrument, or attributes of an account that wait for its venue.</summary>
internal sealed record ParkedRecord(string Account, string Instrument, long SinceFrame, LogRecord Record)
{
    /// <summary>Stands where the instrument would, in a record of an account.</summary>
    public const string NoInstrument = "";

    /// <summary>Whether it is a record of an account.</summary>
    public bool IsAccount => Instrument == NoInstrument;
}

/// <summary>A parked record in the changelog: everything that a dead letter needs.</summary>
internal static class ParkedRecordCodec
{
    private const byte Version = 1;

    /// <summary>To bytes.</summary>
    public static byte[] Encode(ParkedRecord parked)
    {
        StateWriter writer = StateWriter.Own();
        LogRecord record = parked.Record;
        writer.WriteByte(Version);
        writer.WriteString(parked.Account);
        writer.WriteString(parked.Instrument);
        writer.WriteLong(parked.SinceFrame);
        writer.WriteString(record.Topic);
        writer.WriteLong(record.Partition);
        writer.WriteLong(record.Offset);
        writer.WriteLong(record.TimestampMs);
        writer.WriteBytes(record.Key);
        writer.WriteBytes(record.Value);
        writer.WriteLong(record.Headers.Count);
        foreach (LogHeader header in record.Headers)
        {
            writer.WriteString(header.Name);
            writer.WriteBytes(header.Value);
        }

        return writer.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static ParkedRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes, Version, "a parked record");
        string account = reader.ReadString();
        string instrument = reader.ReadString();
        long since = reader.ReadLong();
        string topic = reader.ReadString();
        int partition = reader.ReadInt();
        long offset = reader.ReadLong();
        long timestampMs = reader.ReadLong();
        byte[] key = reader.ReadBytes().ToArray();
        byte[] value = reader.ReadBytes().ToArray();
        var headers = new LogHeader[reader.ReadCount()];
        for (int i = 0; i < headers.Length; i++)
        {
            headers[i] = new LogHeader(reader.ReadString(), reader.ReadBytes().ToArray());
        }

        reader.ExpectEnd();
        return new(account, instrument, since, new LogRecord(topic, partition, offset, timestampMs, key, value, headers));
    }
}
