using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// Runs one processor over its inputs, exactly once: processes what was read, writes outputs and state, and commits all of it with its place in the inputs,
/// one transaction at a time. Its states are those of <see cref="TaskState"/>; whoever owns it reads for it.
/// </summary>
/// <remarks>
/// A failure is crash-only. Nothing is undone or tried again here: a new task with the same options fences this one, aborts what it left open, restores the
/// state of the last commit, and goes on from its cut. So a producer whose commit has an unknown outcome is never used again, and the code path of a
/// recovery is that of a start. One thread at a time may use a task; its counts can be read from any.
///
/// Where commits fall depends on the records, on <see cref="TaskOptions.CommitMaxRecords"/> and on the clock alone: under a clock that stands still, the
/// same inputs give the same transactions, offsets included.
/// </remarks>
internal sealed partial class StreamTask(TaskOptions options, IProcessor processor, TaskEnvironment environment) : IDisposable
{
    private readonly JournalWriter _journal = new();
    private readonly TimeProvider _clock = environment.Clock;
    private readonly SnapshotStore? _snapshots = environment.Snapshots is { } snapshots && processor is ISnapshotState
        ? new SnapshotStore(snapshots, options, environment.Clock, environment.Logger)
        {
            Verify = environment.Sabotage != StreamsSabotage.ChecksumsUnchecked,
        }
        : null;

    private ITransactionalProducer? _producer;
    private TaskTransaction? _transaction;
    private InputMerger? _inputs;
    private Func<IGroupMetadata>? _group;
    private Task? _commit;
    private Cut? _cut;
    private int _recordsUncommitted;
    private long _uncommittedSince;
    private bool _isUncommitted;
    private bool _isIdle;

    /// <summary>Its options.</summary>
    public TaskOptions Options => options;

    /// <summary>What it did so far.</summary>
    public TaskCounts Counts { get; } = new();

    /// <summary>What it is doing.</summary>
    public TaskState State { get; private set; }

    /// <summary>Whether every input stands at its end, and all of it was processed and committed.</summary>
    public bool IsCaughtUp => State == TaskState.Running && _isIdle && !_isUncommitted && _inputs!.IsAtEnd;

    /// <summary>Takes over from a predecessor, and begins to restore the state.</summary>
    public void Open() => Guard(TaskState.Created, () =>
    {
        // First of all: from here on nobody else writes for this task, and what a predecessor left open is aborted.
        _producer = SabotagedProducer.Wrap(environment.Cluster.CreateTransactionalProducer($"{options.ApplicationId}-{options.TaskId}"), options, environment);
        State = TaskState.Restoring;
    });

    /// <summary>Begins to process inputs that stand where <see cref="Restore"/> said.</summary>
    public void Run(TaskInput[] inputs, Func<IGroupMetadata> group)
    {
        Expect(TaskState.Restoring);
        _inputs = new InputMerger(inputs, options, _clock);
        _group = group;
        State = TaskState.Running;
    }

    /// <summary>Processes what was read, at most a bounded number of records, and commits when it is due. Whether it did anything.</summary>
    public bool Advance()
    {
        if (State == TaskState.Committing && !Guard(TaskState.Committing, EndCommitIfDone))
        {
            return false;
        }

        return Guard(TaskState.Running, AdvanceRunning);
    }

    /// <summary>Commits what was processed, and waits for it; does nothing when there is nothing to commit.</summary>
    public void Commit()
    {
        if (State == TaskState.Committing)
        {
            Guard(TaskState.Committing, EndCommit);
        }

        Guard(TaskState.Running, () =>
        {
            BeginCommit(inBackground: false);
        });
    }

    /// <summary>The longest that nobody needs to look after this task, if nothing is read for it.</summary>
    public TimeSpan Leisure(TimeSpan wait)
    {
        if (State == TaskState.Committing)
        {
            return wait < CommitLook ? wait : CommitLook;
        }

        if (State != TaskState.Running)
        {
            return RestoreLeisure(wait);
        }

        if (_isUncommitted)
        {
            TimeSpan interval = IntervalLeft();
            wait = interval < wait ? interval : wait;
        }

        TimeSpan hold = _inputs!.HoldLeft();
        wait = hold > TimeSpan.Zero && hold < wait ? hold : wait;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Deletes the local copy of the state: it is not what it must be.</summary>
    public void WipeSnapshot() => _snapshots?.Wipe();

    /// <summary>Lets go. What was not committed is dropped; a graceful end commits first.</summary>
    public void Dispose()
    {
        if (State == TaskState.Running && _transaction!.IsOpen)
        {
            _transaction.AbandonQuietly();
        }

        LetGo();
        State = TaskState.Closed;
    }

    private bool AdvanceRunning()
    {
        int count = 0;
        while (count < StreamLimits.TurnRecordsMax && State == TaskState.Running && _inputs!.Next() is var input and >= 0)
        {
            Process(input);
            count++;
        }

        if (State != TaskState.Running)
        {
            return true;
        }

        if (_inputs!.IsAtEnd)
        {
            Idle();
        }

        bool did = CommitIfDue(looksAtClock: true) || count > 0;
        if (State == TaskState.Running && !_isUncommitted && _snapshots is not null && _cut is not null)
        {
            did |= StepSnapshot();
        }

        return did;
    }

    private void Process(int input)
    {
        LogRecord record = _inputs!.Inputs[input].Take();
        _journal.Took(input, record.Offset + 1);
        _isIdle = false;
        _transaction!.Reach(record.TimestampMs);
        NoteUncommitted(true);
        _recordsUncommitted++;
        Counts.Processed++;
        processor.Process(record, _transaction);
        CommitIfDue(looksAtClock: _recordsUncommitted % ClockLookRecords == 0);
    }

    private void Idle()
    {
        long written = _transaction!.WrittenCount;
        processor.Idle(_transaction);
        _isIdle = true;
        if (_transaction.WrittenCount > written)
        {
            _journal.WasIdle();
        }

        NoteUncommitted(_transaction.IsOpen);
    }

    private void NoteUncommitted(bool isUncommitted)
    {
        if (isUncommitted && !_isUncommitted)
        {
            _isUncommitted = true;
            _uncommittedSince = _clock.GetTimestamp();
        }
    }

    /// <summary>Whether it wrote anything.</summary>
    private bool StepSnapshot()
    {
        SnapshotStep step = _snapshots!.Step(
            (ISnapshotState)processor, _cut!, () => environment.Cluster.Admin.QueryWatermarks(options.Changelog).High);
        Counts.Snapshots += step == SnapshotStep.Completed ? 1 : 0;
        return step != SnapshotStep.Nothing;
    }

    private TimeSpan IntervalLeft() => TimeSpan.FromMilliseconds(options.CommitIntervalMs) - _clock.GetElapsedTime(_uncommittedSince);
}
