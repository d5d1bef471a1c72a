namespace MarginStreams.Streams;

/// <summary>
/// Recomputes what a task wrote, from nothing but its committed inputs and its journal: a processor without any state is given each record, and each idle
/// moment, in the order that the journal noted. What the task's transactions held comes out again, byte for byte and transaction by transaction: outputs, dead
/// letters, changelog, journal and cut. There is no log, no clock and no restore in it.
/// </summary>
/// <remarks>
/// An order that skips back, or that counts records which are not there, is no order that a task can have taken, or compaction has been there since:
/// <see cref="InvalidDataException"/>. So each committed input record is taken once, in the order of offsets and without a gap, up to <see cref="Offsets"/>.
/// </remarks>
public sealed class JournalReplay : IDisposable
{
    private readonly IProcessor _processor;
    private readonly TaskCounts _counts = new();
    private readonly TaskTransaction _transaction;
    private readonly JournalWriter _journal = new();
    private readonly Cursor[] _inputs;

    /// <summary>Begins before the first commit.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="processor">A processor as its topology makes it, without any state.</param>
    /// <param name="inputs">The committed records of an input, by rising offset, as the task could read them.</param>
    /// <param name="sink">Takes what a transaction held, in the order in which it was written.</param>
    public JournalReplay(
        TaskOptions options, IProcessor processor, Func<TopicPartition, IEnumerable<LogRecord>> inputs, Action<OutgoingRecord> sink)
    {
        _processor = processor;
        _transaction = new TaskTransaction(new SinkProducer(sink), options, _counts, streamTimeMs: 0);
        _inputs = [.. options.Inputs.Select(input => new Cursor(input, inputs(input).GetEnumerator()))];
    }

    /// <summary>Number of commits so far.</summary>
    public long Commits => _counts.Commits;

    /// <summary>Input records taken so far.</summary>
    public long Records => _counts.Processed;

    /// <summary>The largest timestamp of any record taken, ms.</summary>
    public long StreamTimeMs => _transaction.StreamTimeMs;

    /// <summary>Next offset of each input.</summary>
    public IReadOnlyList<TopicPartitionOffset> Offsets => Array.ConvertAll(_inputs, input => new TopicPartitionOffset(input.Partition, input.OffsetNext));

    /// <summary>Takes what one commit covered.</summary>
    /// <param name="journalRecord">Value of the record that the commit wrote to the journal.</param>
    /// <exception cref="InvalidDataException">It is no order in which the inputs can have been taken.</exception>
    public void Commit(byte[] journalRecord)
    {
        foreach (JournalEntry entry in JournalRecord.Decode(journalRecord))
        {
            if (entry.Input == JournalEntry.Idle)
            {
                _processor.Idle(_transaction);
                _journal.WasIdle();
            }
            else if (entry.Input >= 0 && entry.Input < _inputs.Length)
            {
                Take(entry);
            }
            else
            {
                throw new InvalidDataException($"commit {Commits}: there is no input {entry.Input}");
            }
        }

        _processor.BeforeCommit(_transaction);
        _transaction.Seal(Offsets, _journal);
        _transaction.Committed();
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_inputs, input => input.Dispose());

    private void Take(JournalEntry run)
    {
        Cursor input = _inputs[run.Input];
        if (run.OffsetNext <= input.OffsetNext)
        {
            throw new InvalidDataException(
                $"commit {Commits}: {input.Partition} was taken up to offset {run.OffsetNext} after it had been taken up to {input.OffsetNext}");
        }

        // Before anything is made of them: a processor that lacks some may do anything.
        LogRecord[] records = [.. input.Before(run.OffsetNext)];
        if (records.Length != run.Count || records[^1].Offset != run.OffsetNext - 1)
        {
            throw new InvalidDataException(
                $"commit {Commits}: {input.Partition} from offset {input.OffsetNext}: {run.Count} records were taken up to offset {run.OffsetNext}, "
                + $"of which {records.Length} are there");
        }

        foreach (LogRecord record in records)
        {
            input.OffsetNext = record.Offset + 1;
            _journal.Took(run.Input, input.OffsetNext);
            _transaction.Reach(record.TimestampMs);
            _counts.Processed++;
            _processor.Process(record, _transaction);
        }
    }

    private sealed class Cursor(TopicPartition partition, IEnumerator<LogRecord> records) : IDisposable
    {
        private bool _hasNext;

        public TopicPartition Partition => partition;

        public long OffsetNext { get; set; }

        public IEnumerable<LogRecord> Before(long offset)
        {
            for (; HasNext() && records.Current.Offset < offset; _hasNext = false)
            {
                yield return records.Current;
            }
        }

        public void Dispose() => records.Dispose();

        private bool HasNext() => _hasNext = _hasNext || records.MoveNext();
    }

    /// <summary>Stands where the log would.</summary>
    private sealed class SinkProducer(Action<OutgoingRecord> sink) : ITransactionalProducer
    {
        public void Begin()
        {
        }

        public void Produce(OutgoingRecord record) => sink(record);

        public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group)
        {
        }

        public void Flush()
        {
        }

        public void Commit()
        {
        }

        public void Abort()
        {
        }

        public void Dispose()
        {
        }
    }
}
