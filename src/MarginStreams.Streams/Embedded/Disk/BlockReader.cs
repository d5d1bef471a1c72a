using System.Buffers;

namespace MarginStreams.Streams;

/// <summary>Reads the records of a block from its file, and believes nothing that does not match its hash.</summary>
internal static class BlockReader
{
    /// <summary>The records of a block, in order, without its control markers.</summary>
    /// <exception cref="LogCorruptException">The file is not what was written.</exception>
    public static RecordEntry[] Read(RecordBlock block, TopicPartition partition)
    {
        (SegmentFile? file, long position, int count) = block.Place;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            file!.Read(bytes.AsSpan(0, count), position);
            return Read(bytes.AsSpan(0, count), block, partition);
        }
        catch (InvalidDataException failure)
        {
            throw new LogCorruptException(file!.Path, position, failure.Message);
        }
        catch (IOException failure)
        {
            throw new LogException($"{file!.Path} could not be read: {failure.Message}", failure);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static RecordEntry[] Read(ReadOnlySpan<byte> bytes, RecordBlock block, TopicPartition partition)
    {
        var entries = new RecordEntry[block.Count];
        int count = 0;
        while (bytes.Length > 0)
        {
            FrameHeader? head = bytes.Length < FrameHeader.Bytes ? null : FrameHeader.Read(bytes[..FrameHeader.Bytes], block.Place.File!.Salt);
            if (head is not { } header || header.PayloadBytes > bytes.Length - FrameHeader.Bytes ||
                !header.Covers(bytes.Slice(FrameHeader.Bytes, header.PayloadBytes), block.Place.File!.Salt))
            {
                throw new InvalidDataException("a frame does not match its hash");
            }

            var from = new ByteReader(bytes.Slice(FrameHeader.Bytes, header.PayloadBytes));
            var before = new EntryBefore(header.FirstOffset, 0);
            while (!from.IsAtEnd)
            {
                if (RecordCodec.Read(ref from, partition, ref before) is { Record: { } record } entry)
                {
                    _ = count < entries.Length ? 0 : throw new InvalidDataException("a block holds more records than its index says");
                    entries[count++] = new RecordEntry { Record = record, Transaction = entry.Transaction };
                }
            }

            bytes = bytes[(FrameHeader.Bytes + header.PayloadBytes)..];
        }

        return count == entries.Length ? entries : throw new InvalidDataException("a block holds fewer records than its index says");
    }
}
