namespace MarginStreams.Streams;

/// <summary>One task's place in a window that it shares with others.</summary>
internal sealed class SharedInput(SharedWindow window, long offsetNext, ILogConsumer? own) : TaskInput(window.Partition, offsetNext), IDisposable
{
    private readonly Queue<LogRecord> _ownRecords = new();
    private ILogConsumer? _own = own;
    private long _ownCount;
    private long _ownOffsetNext = offsetNext;

    /// <summary>Number in the window of the next record.</summary>
    public long Number { get; private set; } = window.First;

    /// <summary>Whether the task still reads for itself what is no longer in the window; the window waits for it only afterwards.</summary>
    public bool IsBehind => _own is not null;

    /// <inheritdoc/>
    public override bool HasRecord => _ownRecords.Count > 0 || (!IsBehind && Find());

    /// <inheritdoc/>
    public override long HeadTimestampMs => (_ownRecords.Count > 0 ? _ownRecords.Peek() : window[Number]).TimestampMs;

    /// <inheritdoc/>
    public override long ReadCount => window.Next + _ownCount;

    /// <inheritdoc/>
    public override bool StandsAtEnd() => !IsBehind && _ownRecords.Count == 0 && !Find() && window.StandsAtEnd();

    /// <summary>Reads for itself while it is behind the window. Whether it read anything.</summary>
    public bool CatchUp()
    {
        if (_own is null || _ownRecords.Count > 0)
        {
            return false;
        }

        while (_ownRecords.Count < StreamLimits.BufferedRecordsMax && _own.Poll(TimeSpan.Zero) is { } record)
        {
            _ownCount++;
            if (record.Offset >= window.OffsetFirst)
            {
                break;
            }

            // A client hands out again what it handed out before, when it found its broker anew.
            if (record.Offset >= _ownOffsetNext)
            {
                _ownOffsetNext = record.Offset + 1;
                _ownRecords.Enqueue(record);
            }
        }

        if (_own.Position(Partition) >= window.OffsetFirst)
        {
            // The window holds everything from here on, and waits from now on.
            Dispose();
            Number = window.First;
        }

        return _ownRecords.Count > 0;
    }

    /// <inheritdoc/>
    public override LogRecord Take()
    {
        LogRecord record;
        if (_ownRecords.Count > 0)
        {
            record = _ownRecords.Dequeue();
            OffsetNext = record.Offset + 1;
            return record;
        }

        record = window[Number];
        OffsetNext = record.Offset + 1;
        Number++;
        return record;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        _own = null;
    }

    /// <summary>Passes what lies before its place: another task began to read earlier.</summary>
    private bool Find()
    {
        while (Number < window.Next && window[Number].Offset < OffsetNext)
        {
            Number++;
        }

        return Number < window.Next;
    }
}
