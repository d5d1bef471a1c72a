namespace MarginStreams.Streams;

/// <content>Opening: full files tell by their index what they hold; the others are gone through, and a torn tail is cut.</content>
internal sealed partial class PartitionFiles
{
    /// <summary>Goes through what is on disk, and tells the partition, in order.</summary>
    public void Recover(PartitionLog partition)
    {
        long[] firsts = DiskLayout.Segments(_folder, _generation);
        foreach (long first in firsts)
        {
            var file = new SegmentFile(DiskLayout.Segment(_folder, _generation, first), _salt);
            _segments.Add(file);
            _active = file;
            _blockAt = 0;
            _writtenAt = 0;
            if (first != _frameOffset)
            {
                throw new LogCorruptException(file.Path, 0, $"the file before it ends at offset {_frameOffset}");
            }

            Recover(file, partition, isLast: first == firsts[^1]);
            Bytes += file.Length;
            if (first != firsts[^1])
            {
                partition.EndBlock();
            }
        }
    }

    private void Recover(SegmentFile file, PartitionLog partition, bool isLast)
    {
        if (SegmentIndex.TryRead(file) is { } index)
        {
            file.Blocks.AddRange(index.Blocks);
            file.Aborted.AddRange(index.Aborted);
            _aborted.UnionWith(index.Aborted);
            LastTransaction = Math.Max(LastTransaction, index.LastTransaction);
            _blockAt = file.Length;
            _writtenAt = file.Length;
            partition.Recover(index);
            BeginFrame(index.EndOffset);
            return;
        }

        long end = new FrameScan(file).Run(_frameOffset, (header, position, payload) =>
        {
            _writtenAt = position;
            partition.BeforeFrame(header.Entries);
            Recover(header, payload, partition);
            partition.AfterFrame(header.EndOffset);
            BeginFrame(header.EndOffset);
        });
        _writtenAt = end;
        if (end < file.Length)
        {
            _ = isLast ? 0 : throw new LogCorruptException(file.Path, end, "the file ends in the middle of a frame, but another follows");
            DiskLog.TornTail(_context.Logger, file.Path, end, file.Length - end);
            file.Cut(end);
        }
    }

    private void Recover(FrameHeader header, ReadOnlySpan<byte> payload, PartitionLog partition)
    {
        var from = new ByteReader(payload);
        var before = new EntryBefore(header.FirstOffset, 0);
        while (!from.IsAtEnd)
        {
            StoredEntry entry = RecordCodec.Read(ref from, Place, ref before);
            LastTransaction = Math.Max(LastTransaction, entry.Transaction);
            partition.Recover(entry);
        }
    }
}
