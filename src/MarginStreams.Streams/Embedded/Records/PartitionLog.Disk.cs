namespace MarginStreams.Streams;

/// <content>
/// On disk: every entry goes into a frame too; a full frame is written, whether or not its transactions are decided; a full block may be dropped from memory.
/// </content>
internal sealed partial class PartitionLog
{
    private PartitionFiles? _files;
    private Action<PartitionLog> _onDirty = _ => { };
    private bool _isDirty;
    private bool _isRecovering;

    /// <summary>The largest number of a transaction that wrote here, on disk.</summary>
    public long LastTransaction => _files?.LastTransaction ?? RecordEntry.NoTransaction;

    /// <summary>The file that ends the partition, and its length, bytes.</summary>
    public (string Path, long Bytes) Tail => _files!.Tail;

    /// <summary>Whether it is on disk and more than half of it was written since the last compaction.</summary>
    public bool IsWorthCompacting => _files?.IsWorthCompacting ?? false;

    /// <summary>A partition on disk, as it was left: transactions that were open are open still. It tells when it has something to write.</summary>
    public static PartitionLog Open(PartitionFiles files, Action<PartitionLog> onDirty)
    {
        var partition = new PartitionLog(files.Place, files) { _isRecovering = true, _onDirty = onDirty };
        files.Recover(partition);

        // A block that was full when the process ended takes no more: the next record begins another, and no block may hold bytes of two.
        partition.BeforeFrame(records: 1);
        partition._isRecovering = false;
        return partition;
    }

    /// <summary>Whether a transaction is open here.</summary>
    public bool IsOpen(long transaction) => OpenAt(transaction) >= 0;

    /// <summary>The transactions that are open here, in the order of their beginning.</summary>
    public long[] OpenTransactions() => [.. _open.Select(range => range.Transaction)];

    /// <summary>Hands everything to the operating system, or to the device, and begins to be clean.</summary>
    public void Flush(bool sync)
    {
        WriteFrame();
        if (sync)
        {
            _files!.Sync();
        }

        _isDirty = false;
    }

    /// <summary>Writes down what a next opening need not go through.</summary>
    public void Close()
    {
        EndBlock();
        EndFile();
    }

    /// <summary>Closes the files as they are.</summary>
    public void Drop() => _files!.Dispose();

    /// <summary>A file was read whose index tells what it holds.</summary>
    public void Recover(SegmentIndex index)
    {
        foreach (RecordBlock block in index.Blocks)
        {
            _records.Add(block);
        }

        _open.Clear();
        _open.AddRange(index.Open.Select(at => new OpenRange(at.Transaction, at.Offset, _records.Find(at.Offset))));
        EndOffset = index.EndOffset;
    }

    /// <summary>A frame with so many records comes next.</summary>
    public void BeforeFrame(int records)
    {
        if (_records.Last is { IsSealed: false } last && (_files!.IsBlockFull || last.Count + records > RecordBlock.Capacity))
        {
            _files.Seal(last);
        }
    }

    /// <summary>An entry was read.</summary>
    public void Recover(StoredEntry entry)
    {
        if (entry.Record is { } record)
        {
            Add(record, entry.Transaction);
            return;
        }

        EndOffset = entry.Offset;
        _ = IsOpen(entry.Transaction) ? 0 : throw new InvalidDataException($"transaction {entry.Transaction} ends, but is not open");
        End(entry.Transaction, entry.IsCommit);
    }

    /// <summary>A frame was read, which may end with a gap.</summary>
    public void AfterFrame(long endOffset) => EndOffset = endOffset;

    /// <summary>Ends the last block, when it holds anything.</summary>
    public void EndBlock()
    {
        if (_records.Last is { IsSealed: false } last)
        {
            _files!.Seal(last);
        }
    }

    private void Store(LogRecord record, long transaction)
    {
        if (_files is not null && !_isRecovering)
        {
            _files.Add(record, transaction);
            Stored();
        }
    }

    private void StoreMarker(long transaction, bool commit)
    {
        if (_files is null)
        {
            return;
        }

        if (!commit)
        {
            _files.Aborted(transaction);
        }

        if (!_isRecovering)
        {
            _files.AddMarker(EndOffset - 1, transaction, commit);
            Stored();
        }
    }

    private void Stored()
    {
        if (!_isDirty)
        {
            _isDirty = true;
            _onDirty(this);
        }

        if (_files!.IsFrameFull || _records.Last is { IsSealed: false, Count: RecordBlock.Capacity })
        {
            WriteFrame();
        }
    }

    private void WriteFrame()
    {
        _files!.Flush(EndOffset);
        if (_records.Last is { IsSealed: false } last && (_files.IsBlockFull || last.Count == RecordBlock.Capacity) && _files.Seal(last))
        {
            EndFile();
        }
    }

    private void EndFile() => _files!.EndFile(EndOffset, [.. _open.Select(range => (range.Transaction, range.Offset))]);

    /// <summary>An empty partition that will take the place of this one.</summary>
    private PartitionLog Successor() => new(Place, _files?.Next(), _records.Version + 1) { _isDirty = true };

    private void Succeed(PartitionLog compacted)
    {
        if (_files is not null)
        {
            compacted.WriteFrame();
            compacted._files!.Replace(_files);
            _files = compacted._files;
        }
    }
}
