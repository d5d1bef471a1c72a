namespace MarginStreams.Streams;

/// <summary>
/// A partition that several tasks of a worker read, each at its own place: read once, and kept from the slowest reader's place on, within a limit. The slowest
/// one holds the reading back rather than that the window grows. A task whose place is before the window reads for itself until it has reached it.
/// </summary>
internal sealed class SharedWindow(ILogCluster cluster, string groupId, TopicPartition partition, InputReader reader, int recordsMax) : IRecordSink
{
    private readonly List<SharedInput> _inputs = [];
    private readonly List<LogRecord> _records = [];
    private int _start;

    /// <inheritdoc/>
    public TopicPartition Partition => partition;

    /// <inheritdoc/>
    public long ReadFrom { get; private set; }

    /// <inheritdoc/>
    public bool IsFull => _records.Count - _start >= recordsMax;

    /// <inheritdoc/>
    public bool HasRoom => _records.Count - _start <= recordsMax / 2;

    /// <summary>Everything visible from this offset on is in the window, or was not read yet.</summary>
    public long OffsetFirst { get; private set; }

    /// <summary>Number of the first record in the window, counted since it was made.</summary>
    public long First { get; private set; }

    /// <summary>Number of the next record that will be read.</summary>
    public long Next => First + _records.Count - _start;

    /// <summary>A record in the window by its number.</summary>
    public LogRecord this[long number] => _records[_start + (int)(number - First)];

    /// <summary>Whether the log has nothing more that is visible.</summary>
    public bool StandsAtEnd() => reader.IsAtEnd(partition);

    /// <summary>Lets a task read from an offset on.</summary>
    public SharedInput Open(long offset)
    {
        if (_inputs.Count == 0)
        {
            _records.Clear();
            _start = 0;
            (ReadFrom, OffsetFirst) = (offset, offset);
            reader.Seek(this);
        }

        ILogConsumer? own = null;
        if (offset < OffsetFirst)
        {
            own = cluster.CreateConsumer(groupId);
            own.Assign([new(partition, offset)]);
        }

        var input = new SharedInput(this, offset, own);
        _inputs.Add(input);
        return input;
    }

    /// <summary>A task reads no longer.</summary>
    public void Close(SharedInput input)
    {
        input.Dispose();
        if (_inputs.Remove(input) && _inputs.Count == 0)
        {
            reader.Remove(partition);
        }

        Trim();
    }

    /// <inheritdoc/>
    public void Add(LogRecord record)
    {
        if (record.Offset >= ReadFrom)
        {
            ReadFrom = record.Offset + 1;
            _records.Add(record);
        }
    }

    /// <summary>Drops what every reader has passed.</summary>
    public void Trim()
    {
        long slowest = Next;
        foreach (SharedInput input in _inputs)
        {
            slowest = input.IsBehind ? slowest : Math.Min(slowest, input.Number);
        }

        if (slowest == First)
        {
            return;
        }

        OffsetFirst = this[slowest - 1].Offset + 1;
        _start += (int)(slowest - First);
        First = slowest;
        if (_start > recordsMax || _start == _records.Count)
        {
            _records.RemoveRange(0, _start);
            _start = 0;
        }

        reader.OnTaken(this);
    }
}
