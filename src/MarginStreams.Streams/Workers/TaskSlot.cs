using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// A place for one task after another: a task that failed with the log is replaced by a new one, after a pause that doubles up to a limit and without end,
/// because an outage may last; any other failure ends the slot.
/// </summary>
/// <remarks>
/// A task that was fenced is not by that in the wrong: whoever is suspended while he starts fences his heir when he wakes up. The group knows whose the
/// partition is, and a session later whoever has lost it knows too. So the slot waits for so long, and begins again if it is still there.
/// </remarks>
internal sealed class TaskSlot(string name, Func<StreamTask> create, IInputHost host, WorkerOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>Without a commit in between, so many mean that somebody else works under this task's name for good.</summary>
    private const int FencingsMax = 3;

    private StreamTask? _task;
    private TaskInput[]? _inputs;
    private int _failures;
    private int _fencings;
    private TimeSpan _pause;
    private long? _failedAt;

    /// <summary>Name of the task.</summary>
    public string Name => name;

    /// <summary>What its task is doing; <see cref="TaskState.Failed"/> while it pauses after a failure.</summary>
    public TaskState State => _task?.State ?? (Outcome is not null ? TaskState.Closed : _failedAt is null ? TaskState.Created : TaskState.Failed);

    /// <summary>Whether the task stands at the end of its inputs with everything committed.</summary>
    public bool IsCaughtUp => _task is { IsCaughtUp: true };

    /// <summary>Number of tasks that failed with the log and were replaced, each with its producer.</summary>
    public int Restarts { get; private set; }

    /// <summary>What the present task did.</summary>
    public TaskCounts Counts { get; private set; } = new();

    /// <summary>Why the last task failed.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>How it ended, when it did.</summary>
    public TaskOutcome? Outcome { get; private set; }

    /// <summary>Takes one step: start, a part of the restore, a batch, or nothing while it pauses. Whether it did anything.</summary>
    public bool Step() => Outcome is null && Try(() => _task?.State switch
    {
        null => Start(),
        TaskState.Restoring => Restore(),
        _ => Advance(),
    });

    /// <summary>The longest that nobody needs to look after the task, if nothing is read for it.</summary>
    public TimeSpan Leisure(TimeSpan wait)
    {
        if (Outcome is not null || _task is not null)
        {
            return Outcome is null ? _task!.Leisure(wait) : wait;
        }

        TimeSpan left = PauseLeft();
        return left < wait ? left : wait;
    }

    /// <summary>Commits what was processed and lets go, for good.</summary>
    public void Finish()
    {
        if (Outcome is null)
        {
            Try(() =>
            {
                if (_task?.State is TaskState.Running or TaskState.Committing)
                {
                    _task.Commit();
                }

                return true;
            });
            Outcome ??= new TaskOutcome(name, TaskEnd.Cancelled, null);
        }

        Drop();
    }

    /// <summary>Lets go at once, and leaves everything as it is in the log.</summary>
    public void Drop()
    {
        if (_inputs is not null)
        {
            host.Detach(_inputs);
            _inputs = null;
        }

        _task?.Dispose();
        _task = null;
    }

    /// <summary>Replaces the task if it was read for: its consumer has failed.</summary>
    public void ReadingFailed(LogException failure)
    {
        if (_inputs is not null && Outcome is null)
        {
            BackOff(failure);
        }
    }

    private bool Start()
    {
        if (PauseLeft() > TimeSpan.Zero)
        {
            return false;
        }

        _task = create();
        Counts = _task.Counts;
        _task.Open();
        return true;
    }

    private bool Restore()
    {
        if (_task!.Restore() is not { } places)
        {
            return !_task.HasOwnThreads;
        }

        _inputs = host.Attach(_task.Options, places);
        _task.Run(_inputs, host.GroupMetadata);
        return true;
    }

    private bool Advance()
    {
        bool did = _task!.Advance();
        if (_task.Counts.Commits > 0)
        {
            (_failures, _fencings) = (0, 0);
        }

        return did;
    }

    private bool Try(Func<bool> step)
    {
        try
        {
            return step();
        }
        catch (ProducerFencedException fenced)
        {
            if (options.Group is not { } group || ++_fencings > FencingsMax)
            {
                logger.LogWarning(fenced, "Task {Task} was taken over by another process", name);
                End(TaskEnd.Fenced, fenced);
            }
            else
            {
                BackOff(fenced, TimeSpan.FromMilliseconds(group.SessionTimeoutMs));
                logger.LogWarning("Task {Task} was fenced; if it is still here, a new one starts in {Pause}: {Reason}", name, _pause, fenced.Message);
            }
        }
        catch (LogException failure)
        {
            BackOff(failure);
            logger.LogWarning("Task {Task} failed; a new one starts in {Pause}: {Reason}", name, _pause, failure.Message);
        }
        catch (TaskCorruptedException corrupted)
        {
            logger.LogWarning("Task {Task}: {Reason}; its state is rebuilt from the changelog", name, corrupted.Message);
            LastFailure = corrupted;
            Try(() =>
            {
                _task!.WipeSnapshot();
                return true;
            });
            Drop();
        }
        catch (Exception broken)
        {
            logger.LogError(broken, "Task {Task} is broken", name);
            End(TaskEnd.Broken, broken);
        }

        return true;
    }

    private void BackOff(LogException failure, TimeSpan? pause = null)
    {
        Drop();
        LastFailure = failure;
        Restarts++;
        _failures++;
        _pause = pause ?? options.Backoff(_failures);
        _failedAt = clock.GetTimestamp();
    }

    private TimeSpan PauseLeft() => _failedAt is { } at ? _pause - clock.GetElapsedTime(at) : TimeSpan.Zero;

    private void End(TaskEnd end, Exception error)
    {
        LastFailure = error;
        Outcome = new TaskOutcome(name, end, error);
        Drop();
    }
}
