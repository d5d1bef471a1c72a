namespace MarginStreams.Streams;

/// <summary>
/// Lets any number of threads call a client, and ends it under none of them: the library would follow pointers that are gone, and the process would die of it.
/// </summary>
internal sealed class CallGate
{
    private readonly object _gate = new();
    private int _inside;
    private bool _isClosed;

    /// <summary>Makes a call.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    public T Call<T>(Func<T> call)
    {
        Enter();
        try
        {
            return call();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets no other call in, and waits for those that are under way, for a limited time. Whether nobody is inside any more.</summary>
    public bool Close(int timeoutMs)
    {
        lock (_gate)
        {
            _isClosed = true;
            return _inside == 0 || (Monitor.Wait(_gate, timeoutMs) && _inside == 0);
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _inside++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_inside == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
