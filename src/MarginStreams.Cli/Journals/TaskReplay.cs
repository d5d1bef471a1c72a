using MarginStreams.Cli.Runs;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Journals;

/// <summary>
/// A task of a live run, done again from what stands committed in the topics, in the order that its journal noted. It ends early where the log has no more what
/// the task took, as after compaction: nothing behind that place can be known.
/// </summary>
internal sealed class TaskReplay : IDisposable
{
    private readonly ILogCluster _cluster;
    private readonly TopicPartition _journal;
    private readonly JournalReplay _replay;
    private readonly Action<OutgoingRecord> _written;
    private readonly List<OutgoingRecord> _pending = [];
    private long _journalNext;

    /// <summary>Begins before the first commit. What a commit wrote is told once all that it covered was there.</summary>
    public TaskReplay(ILogCluster cluster, (TaskOptions Options, IProcessor Processor) task, Action<OutgoingRecord> written)
    {
        _cluster = cluster;
        _written = written;
        _journal = task.Options.Journal ?? throw new ArgumentException("there is no journal of this task", nameof(task));
        _replay = new JournalReplay(task.Options, task.Processor, Committed, _pending.Add);
        _journalNext = cluster.Admin.QueryWatermarks(_journal).Low;
        Gap = _journalNext > 0 ? $"{_journal} begins at offset {_journalNext}: what came before it is gone, so nothing of the task can be done again" : null;
    }

    /// <summary>Hears of each input record as it is taken.</summary>
    public Action<LogRecord> Taken { get; init; } = static _ => { };

    /// <summary>Why it could not go on, and from which offset of an input; null when nothing is missing.</summary>
    public string? Gap { get; private set; }

    /// <summary>Number of commits done again.</summary>
    public long Commits => _replay.Commits;

    /// <summary>Does everything that the journal holds by now.</summary>
    public void CatchUp(CancellationToken cancel)
    {
        if (Gap is not null)
        {
            return;
        }

        foreach (LogRecord record in CommittedRecords.Read(_cluster, _journal.Topic, _journal.Partition, _journalNext))
        {
            cancel.ThrowIfCancellationRequested();
            _journalNext = record.Offset + 1;
            Gap = Commit(record.Value ?? []);
            if (Gap is not null)
            {
                return;
            }

            _pending.ForEach(_written);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _replay.Dispose();

    private string? Commit(byte[] journalRecord)
    {
        _pending.Clear();
        try
        {
            _replay.Commit(journalRecord);
            return null;
        }
        catch (InvalidDataException gone)
        {
            return $"{_journal}: {gone.Message}";
        }
    }

    /// <summary>The committed records of an input, also those that came while the first of them were read.</summary>
    private IEnumerable<LogRecord> Committed(TopicPartition input)
    {
        long next = _cluster.Admin.QueryWatermarks(input).Low, before;
        do
        {
            before = next;
            foreach (LogRecord record in CommittedRecords.Read(_cluster, input.Topic, input.Partition, next))
            {
                next = record.Offset + 1;
                Taken(record);
                yield return record;
            }
        }
        while (next > before);
    }
}
