using System.Diagnostics;

namespace MarginStreams.Streams;

/// <summary>
/// Calls into one client of the library, each on a thread of its own and waited for for a limited time. librdkafka 2.16 lets some wait without any limit for
/// its main thread, which can lock itself up when a broker goes (librdkafka #5476) or forget to answer (#4420), and of others ignores the limit (#5456,
/// #5511): such a call may never return. Then it is left behind, and the client with it.
/// </summary>
internal sealed class BoundedCalls
{
    private long _hangingSince;
    private volatile Task? _hanging;

    /// <summary>Whether a call has not returned in time, so that the client is of no more use.</summary>
    internal bool IsHanging => _hanging is not null;

    /// <summary>For how long it has not; zero while all did.</summary>
    internal TimeSpan HangingFor => IsHanging ? Stopwatch.GetElapsedTime(_hangingSince) : TimeSpan.Zero;

    /// <summary>Makes a call, and throws what it throws. Whether it returned in time; after one that did not, no other is made.</summary>
    internal bool Make(Action call, int timeoutMs)
    {
        if (IsHanging)
        {
            return false;
        }

        Task calling = OwnThread.Run(call);
        if (Task.WaitAny([calling], timeoutMs) < 0)
        {
            _hangingSince = Stopwatch.GetTimestamp();
            _hanging = calling;
            return false;
        }

        calling.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Ends the client, or lets it end after the call that hangs: to end it under the call would end the process.</summary>
    internal void End(IDisposable client, int timeoutMs)
    {
        if (_hanging is { } hanging)
        {
            _ = hanging.ContinueWith(_ => client.Dispose(), TaskScheduler.Default);
        }
        else
        {
            KafkaClient.Dispose(client, timeoutMs);
        }
    }
}
