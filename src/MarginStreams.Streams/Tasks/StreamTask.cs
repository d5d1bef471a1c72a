using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// Runs one processor over its inputs, exactly once: reads, merges, processes, writes outputs and state, and commits all of it with its place in the inputs,
/// one transaction at a time.
/// </summary>
/// <remarks>
/// <code>
/// made --Start--> running --any exception--> failed
///                    \--------Dispose------> disposed
/// </code>
/// A failure is crash-only. Nothing is undone or tried again here: a new task with the same options fences this one, aborts what it left open, restores the
/// state of the last commit, and goes on from its cut. So a producer whose commit has an unknown outcome is never used again, and the code path of a
/// recovery is that of a start. One thread at a time may use a task; its counts can be read from any.
///
/// Where commits fall depends on the records, on <see cref="TaskOptions.CommitMaxRecords"/> and on the clock alone: under a clock that stands still, the
/// same inputs give the same transactions, offsets included.
/// </remarks>
public sealed class StreamTask(ILogCluster cluster, TaskOptions options, IProcessor processor, TimeProvider clock, ILogger logger) : IDisposable
{
    private const int BatchRecordsMax = 1_000;
    private Phase _phase = Phase.Made;
    private ITransactionalProducer? _producer;
    private ILogConsumer? _consumer;
    private TaskTransaction? _transaction;
    private InputMerger? _inputs;
    private int _recordsUncommitted;
    private long _uncommittedSince;
    private bool _isUncommitted;
    private bool _isIdle;

    private enum Phase
    {
        Made,
        Running,
        Failed,
        Disposed,
    }

    /// <summary>Its options.</summary>
    public TaskOptions Options => options;

    /// <summary>What it did so far.</summary>
    public TaskCounts Counts { get; } = new();

    /// <summary>Whether every input stands at its end, and all of it was processed and committed.</summary>
    public bool IsCaughtUp => _phase == Phase.Running && _isIdle && !_isUncommitted && _inputs!.IsAtEnd;

    /// <summary>Takes over from a predecessor, restores the state, and moves to the cut.</summary>
    public void Start() => StartWithin(CancellationToken.None);

    /// <summary>Starts, unless it is cancelled while the state is restored.</summary>
    internal void StartWithin(CancellationToken cancellation)
    {
        Expect(Phase.Made);
        try
        {
            // First of all: from here on nobody else writes for this task, and what a predecessor left open is aborted.
            _producer = cluster.CreateTransactionalProducer($"{options.ApplicationId}-{options.TaskId}");
            _consumer = cluster.CreateConsumer(options.ApplicationId);
            Cut? cut = new ChangelogRestore(cluster, _consumer, options, Counts, clock).Run(processor, cancellation);
            processor.Restored();
            InputBuffer[] inputs = [.. StartPlaces.Of(cluster, options, cut, logger).Select(at => new InputBuffer(at.TopicPartition, at.Offset))];
            _transaction = new TaskTransaction(_producer, options, Counts, cut?.StreamTimeMs ?? 0);
            _inputs = new InputMerger(_consumer, inputs, options, clock);
            _consumer.Assign(_inputs.Offsets);
            _phase = Phase.Running;
            logger.LogInformation("Task {Task} restored {Count} records of {Changelog}", options.TaskId, Counts.Restored, options.Changelog);
        }
        catch (Exception failure)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>
    /// Processes what is there, at most a bounded batch; with nothing there, waits for something to arrive. Commits when it is due. Whether it did anything.
    /// </summary>
    public bool RunOnce(TimeSpan wait)
    {
        Expect(Phase.Running);
        try
        {
            if (Advance())
            {
                return true;
            }

            if (!_inputs!.Read(Bounded(wait)))
            {
                return CommitIfDue();
            }

            Advance();
            return true;
        }
        catch (Exception failure)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>Commits what was processed; does nothing when there is nothing to commit.</summary>
    public void Commit()
    {
        Expect(Phase.Running);
        try
        {
            CommitNow();
        }
        catch (Exception failure)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>Lets go. What was not committed is dropped; a graceful end commits first.</summary>
    public void Dispose()
    {
        if (_phase == Phase.Running && _transaction!.IsOpen)
        {
            _transaction.AbandonQuietly();
        }

        _phase = Phase.Disposed;
        _producer?.Dispose();
        _consumer?.Dispose();
    }

    private bool Advance()
    {
        int count = 0;
        while (count < BatchRecordsMax)
        {
            if (_inputs!.Take() is { } record)
            {
                Process(record);
                count++;
            }
            else if (!_inputs.Read(TimeSpan.Zero))
            {
                break;
            }
        }

        if (_inputs!.IsAtEnd)
        {
            processor.Idle(_transaction!);
            _isIdle = true;
            NoteUncommitted(_transaction!.IsOpen);
        }

        return CommitIfDue() || count > 0;
    }

    private void Process(LogRecord record)
    {
        _isIdle = false;
        _transaction!.Reach(record.TimestampMs);
        NoteUncommitted(true);
        _recordsUncommitted++;
        Counts.Processed++;
        processor.Process(record, _transaction);
        CommitIfDue();
    }

    private void NoteUncommitted(bool isUncommitted)
    {
        if (isUncommitted && !_isUncommitted)
        {
            _isUncommitted = true;
            _uncommittedSince = clock.GetTimestamp();
        }
    }

    private bool CommitIfDue()
    {
        _transaction!.IsCommitRequested &= _isUncommitted;
        bool isDue = _isUncommitted
            && (_transaction.IsCommitRequested || _recordsUncommitted >= options.CommitMaxRecords || IntervalLeft() <= TimeSpan.Zero);
        if (isDue)
        {
            CommitNow();
        }

        return isDue;
    }

    private void CommitNow()
    {
        if (_isUncommitted)
        {
            processor.BeforeCommit(_transaction!);
            _transaction!.Commit(_inputs!.Offsets, _consumer!.GroupMetadata);
            _isUncommitted = false;
            _recordsUncommitted = 0;
        }
    }

    private TimeSpan IntervalLeft() => TimeSpan.FromMilliseconds(options.CommitIntervalMs) - clock.GetElapsedTime(_uncommittedSince);

    /// <summary>A wait ends in time for the next commit, and when an idle input no longer holds back the others.</summary>
    private TimeSpan Bounded(TimeSpan wait)
    {
        if (_isUncommitted)
        {
            TimeSpan interval = IntervalLeft();
            wait = interval < wait ? interval : wait;
        }

        TimeSpan hold = _inputs!.HoldLeft();
        wait = hold > TimeSpan.Zero && hold < wait ? hold : wait;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Expect(Phase phase)
    {
        if (_phase != phase)
        {
            throw new InvalidOperationException($"task {options.TaskId} is {_phase}, but must be {phase} for this");
        }
    }

    private void Fail(Exception failure)
    {
        _phase = Phase.Failed;
        if (_transaction is { IsOpen: true })
        {
            Counts.Aborts++;
            if (failure is not LogException)
            {
                _transaction.AbandonQuietly();
            }
        }

        _producer?.Dispose();
    }
}
