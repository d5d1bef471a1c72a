namespace MarginStreams.Streams;

/// <content>A step that fails ends the task: what it has open is left to its successor, and its clients go.</content>
internal sealed partial class StreamTask
{
    private void Guard(TaskState expected, Action step) => Guard(expected, () =>
    {
        step();
        return true;
    });

    private T Guard<T>(TaskState expected, Func<T> step)
    {
        Expect(expected);
        try
        {
            return step();
        }
        catch (Exception failure)
        {
            Fail(failure);
            throw;
        }
    }

    private void Expect(TaskState state)
    {
        if (State != state)
        {
            throw new InvalidOperationException($"task {options.TaskId} is {State}, but must be {state} for this");
        }
    }

    private void Fail(Exception failure)
    {
        State = TaskState.Failed;
        if (_transaction is { IsOpen: true })
        {
            Counts.Aborts++;
            if (failure is not LogException)
            {
                _transaction.AbandonQuietly();
            }
        }

        LetGo();
    }

    /// <summary>Nobody may end a client under a call that is still in it.</summary>
    private void LetGo()
    {
        _isLetGo = true;
        if (_restoring is { IsCompleted: false } restoring)
        {
            _ = restoring.ContinueWith(_ => DisposeClients(), TaskScheduler.Default);
        }
        else if (_commit is { IsCompleted: false } committing)
        {
            _snapshots?.Dispose();
            _ = committing.ContinueWith(_ => DisposeClients(), TaskScheduler.Default);
        }
        else
        {
            DisposeClients();
        }
    }

    private void DisposeClients()
    {
        _snapshots?.Dispose();
        _restore?.Dispose();
        _producer?.Dispose();
    }
}
