namespace MarginStreams.Streams;

/// <summary>
/// What a file of a partition holds, so that it need not be gone through at an opening: its blocks, and what became of transactions up to its end. It counts
/// only while the file is as long as it was then; without it the file is gone through.
/// </summary>
/// <param name="FileBytes">Length of the file that it describes.</param>
/// <param name="EndOffset">The offset after the last.</param>
/// <param name="LastTransaction">The largest number of a transaction seen so far.</param>
/// <param name="Blocks">The blocks of the file.</param>
/// <param name="Open">The transactions that are open at its end.</param>
/// <param name="Aborted">The transactions that were aborted in it.</param>
internal sealed record SegmentIndex(
    long FileBytes,
    long EndOffset,
    long LastTransaction,
    IReadOnlyList<RecordBlock> Blocks,
    IReadOnlyList<(long Transaction, long Offset)> Open,
    IReadOnlyList<long> Aborted)
{
    /// <summary>Writes the index of a file.</summary>
    public void Write(SegmentFile of, bool sync)
    {
        ByteBuffer content = FrameFile.NewContent();
        content.Unsigned(FileBytes);
        content.Unsigned(EndOffset);
        content.Unsigned(LastTransaction);
        content.Unsigned(Blocks.Count);
        foreach (RecordBlock block in Blocks)
        {
            content.Unsigned(block.FirstOffset);
            content.Unsigned(block.Count);
            content.Signed(block.LatestMs);
            content.Unsigned(block.Place.Position);
            content.Unsigned(block.Place.Bytes);
        }

        content.Unsigned(Open.Count);
        foreach ((long transaction, long offset) in Open)
        {
            content.Unsigned(transaction);
            content.Unsigned(offset);
        }

        content.Unsigned(Aborted.Count);
        foreach (long transaction in Aborted)
        {
            content.Unsigned(transaction);
        }

        FrameFile.Write(DiskLayout.Index(of.Path), content, sync);
    }

    /// <summary>The index of a file, or null when there is none that counts.</summary>
    public static SegmentIndex? TryRead(SegmentFile of)
    {
        if (FrameFile.TryRead(DiskLayout.Index(of.Path)) is not { } content)
        {
            return null;
        }

        var from = new ByteReader(content);
        (long fileBytes, long endOffset, long lastTransaction) = (from.Unsigned(), from.Unsigned(), from.Unsigned());
        var blocks = new RecordBlock[from.Count()];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new RecordBlock(from.Unsigned()) { Count = (int)from.Unsigned(), LatestMs = from.Signed(), IsSealed = true };
            blocks[i].Place = new BlockPlace(of, from.Unsigned(), (int)from.Unsigned());
        }

        var open = new (long Transaction, long Offset)[from.Count()];
        for (int i = 0; i < open.Length; i++)
        {
            open[i] = (from.Unsigned(), from.Unsigned());
        }

        long[] aborted = new long[from.Count()];
        for (int i = 0; i < aborted.Length; i++)
        {
            aborted[i] = from.Unsigned();
        }

        return fileBytes == of.Length ? new SegmentIndex(fileBytes, endOffset, lastTransaction, blocks, open, aborted) : null;
    }
}
