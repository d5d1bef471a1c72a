using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What a slot is doing.</summary>
public enum TaskState
{
    /// <summary>The task takes over and restores its state.</summary>
    Starting,

    /// <summary>The task processes its inputs.</summary>
    Running,

    /// <summary>The log failed: a new task is made after a pause.</summary>
    BackingOff,

    /// <summary>The task came to an end and is not made anew.</summary>
    Ended,
}

/// <summary>How a slot came to its end.</summary>
public enum TaskEnd
{
    /// <summary>It was told to, and committed what it had processed.</summary>
    Cancelled,

    /// <summary>Another process has taken this task over: let go.</summary>
    Fenced,

    /// <summary>An invariant is broken, or the input is not what it must be: a person has to look.</summary>
    Broken,
}

/// <summary>How one task ended; the error is missing after a cancellation that went well.</summary>
public sealed record TaskOutcome(string Name, TaskEnd End, Exception? Error);

/// <summary>
/// A place for one task after another: a task that failed with the log is replaced by a new one from the factory, after a pause that doubles up to a limit
/// and without end, because an outage may last; any other failure ends the slot.
/// </summary>
public sealed class TaskSlot(string name, Func<StreamTask> create)
{
    private StreamTask? _task;
    private int _failures;
    private long _failedAt;
    private volatile TaskState _state = TaskState.Starting;
    private volatile bool _isCaughtUp;

    /// <summary>Name of the task.</summary>
    public string Name => name;

    /// <summary>What it is doing.</summary>
    public TaskState State => _state;

    /// <summary>Whether the task stood at the end of its inputs with everything committed, when it last looked.</summary>
    public bool IsCaughtUp => _isCaughtUp;

    /// <summary>Number of tasks that failed with the log and were replaced.</summary>
    public int Restarts { get; private set; }

    /// <summary>When it last took a step, in ticks of the clock; 0 before the first.</summary>
    public long TurnedAtTicks { get; private set; }

    /// <summary>What the present task did.</summary>
    public TaskCounts? Counts { get; private set; }

    /// <summary>Why the last task failed.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>How it ended, when it did.</summary>
    public TaskOutcome? Outcome { get; private set; }

    /// <summary>Takes one step: start, batch, or the end of a pause. Whether it did anything.</summary>
    internal bool Step(TimeSpan wait, TaskRunnerOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellation)
    {
        TurnedAtTicks = clock.GetTimestamp();
        try
        {
            return _state switch
            {
                TaskState.Ended => false,
                TaskState.Running => Run(wait),
                TaskState.BackingOff when clock.GetElapsedTime(_failedAt) < options.Backoff(_failures) => false,
                _ => Start(cancellation),
            };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            End(TaskEnd.Cancelled, null);
        }
        catch (ProducerFencedException fenced)
        {
            logger.LogWarning(fenced, "Task {Task} was taken over by another process", name);
            End(TaskEnd.Fenced, fenced);
        }
        catch (LogException failure)
        {
            BackOff(failure, clock);
            logger.LogWarning(failure, "Task {Task} failed; a new one starts in {Pause}", name, options.Backoff(_failures));
        }
        catch (Exception broken)
        {
            logger.LogError(broken, "Task {Task} is broken", name);
            End(TaskEnd.Broken, broken);
        }

        return true;
    }

    /// <summary>Commits what was processed and lets go.</summary>
    internal void Finish()
    {
        try
        {
            if (_state == TaskState.Running)
            {
                _task!.Commit();
            }

            if (_state != TaskState.Ended)
            {
                End(TaskEnd.Cancelled, null);
            }
        }
        catch (LogException failure)
        {
            End(failure is ProducerFencedException ? TaskEnd.Fenced : TaskEnd.Cancelled, failure);
        }
        catch (Exception broken)
        {
            End(TaskEnd.Broken, broken);
        }
    }

    private bool Start(CancellationToken cancellation)
    {
        _state = TaskState.Starting;
        _task = create();
        Counts = _task.Counts;
        _task.StartWithin(cancellation);
        _state = TaskState.Running;
        return true;
    }

    private bool Run(TimeSpan wait)
    {
        bool did = _task!.RunOnce(wait);
        _isCaughtUp = _task.IsCaughtUp;
        _failures = _task.Counts.Commits > 0 ? 0 : _failures;
        return did;
    }

    private void BackOff(LogException failure, TimeProvider clock)
    {
        DropTask();
        _isCaughtUp = false;
        LastFailure = failure;
        Restarts++;
        _failures++;
        _failedAt = clock.GetTimestamp();
        _state = TaskState.BackingOff;
    }

    private void End(TaskEnd end, Exception? error)
    {
        DropTask();
        LastFailure = error ?? LastFailure;
        Outcome = new TaskOutcome(name, end, error);
        _state = TaskState.Ended;
    }

    private void DropTask()
    {
        _task?.Dispose();
        _task = null;
    }
}
