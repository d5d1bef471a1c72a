namespace MarginStreams.Streams;

/// <summary>
/// Records and control markers as bytes in a frame. Offsets and times are written as differences to the entry before, so they mostly take a byte each.
/// </summary>
internal static class RecordCodec
{
    private const byte HasKey = 1;
    private const byte HasValue = 2;
    private const byte HasHeaders = 4;
    private const byte HasTransaction = 8;
    private const byte IsMarker = 16;
    private const byte IsCommit = 32;

    /// <summary>Writes a record.</summary>
    public static void Write(ByteBuffer to, LogRecord record, long transaction, ref EntryBefore before)
    {
        to.Byte((byte)((record.Key is null ? 0 : HasKey) | (record.Value is null ? 0 : HasValue) | (record.Headers.Count == 0 ? 0 : HasHeaders) |
            (transaction == RecordEntry.NoTransaction ? 0 : HasTransaction)));
        to.Unsigned(record.Offset - before.OffsetNext);
        if (transaction != RecordEntry.NoTransaction)
        {
            to.Unsigned(transaction);
        }

        to.Signed(unchecked(record.TimestampMs - before.TimestampMs));
        if (record.Key is { } key)
        {
            to.Bytes(key);
        }

        if (record.Value is { } value)
        {
            to.Bytes(value);
        }

        WriteHeaders(to, record.Headers);
        before = new EntryBefore(record.Offset + 1, record.TimestampMs);
    }

    /// <summary>Writes the control marker that ends a transaction.</summary>
    public static void WriteMarker(ByteBuffer to, long offset, long transaction, bool commit, ref EntryBefore before)
    {
        to.Byte((byte)(IsMarker | HasTransaction | (commit ? IsCommit : 0)));
        to.Unsigned(offset - before.OffsetNext);
        to.Unsigned(transaction);
        before = before with { OffsetNext = offset + 1 };
    }

    /// <summary>Reads an entry.</summary>
    public static StoredEntry Read(ref ByteReader from, TopicPartition partition, ref EntryBefore before)
    {
        byte flags = from.Byte();
        long offset = before.OffsetNext + from.Unsigned();
        long transaction = (flags & HasTransaction) == 0 ? RecordEntry.NoTransaction : from.Unsigned();
        if ((flags & IsMarker) != 0)
        {
            before = before with { OffsetNext = offset + 1 };
            return new StoredEntry(null, offset, transaction, (flags & IsCommit) != 0);
        }

        long timestampMs = unchecked(before.TimestampMs + from.Signed());
        byte[]? key = (flags & HasKey) == 0 ? null : from.Bytes().ToArray();
        byte[]? value = (flags & HasValue) == 0 ? null : from.Bytes().ToArray();
        LogHeader[] headers = (flags & HasHeaders) == 0 ? [] : ReadHeaders(ref from);
        before = new EntryBefore(offset + 1, timestampMs);
        return new StoredEntry(new LogRecord(partition.Topic, partition.Partition, offset, timestampMs, key, value, headers), offset, transaction, false);
    }

    private static void WriteHeaders(ByteBuffer to, IReadOnlyList<LogHeader> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        to.Unsigned(headers.Count);
        foreach (LogHeader header in headers)
        {
            to.Text(header.Name);
            to.Bytes(header.Value);
        }
    }

    private static LogHeader[] ReadHeaders(ref ByteReader from)
    {
        var headers = new LogHeader[from.Count()];
        for (int i = 0; i < headers.Length; i++)
        {
            headers[i] = new LogHeader(from.Text(), from.Bytes().ToArray());
        }

        return headers;
    }
}

/// <summary>What the next entry of a frame is written as a difference to.</summary>
internal readonly record struct EntryBefore(long OffsetNext, long TimestampMs);

/// <summary>A record, or the marker that ends a transaction when the record is null.</summary>
internal readonly record struct StoredEntry(LogRecord? Record, long Offset, long Transaction, bool IsCommit);
