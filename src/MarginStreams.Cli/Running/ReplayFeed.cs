using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Transfer;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Running;

/// <summary>Publishes a recording beside the tasks of a service, from where a former run of the same came.</summary>
internal sealed class ReplayFeed : IDisposable
{
    /// <summary>Within this time every consumer has heard of the last record, and every worker has told how it stands since.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _cancel;
    private readonly Task<long> _work;

    /// <summary>Begins. A failure stops the service.</summary>
    public ReplayFeed(Recording recording, Connection connection, CancellationTokenSource service)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(service.Token);
        CancellationToken ending = _cancel.Token;
        _work = OwnThread.Run(() => Publish(recording, connection, service, ending));
    }

    /// <summary>Whether all of it has stood in the inputs for a while.</summary>
    public bool IsSettled => _work.IsCompletedSuccessfully && TimeProvider.System.GetElapsedTime(_work.Result) >= SettleTime;

    /// <summary>Ends it where it is not done; its failure is thrown here.</summary>
    public void End()
    {
        _cancel.Cancel();
        try
        {
            _work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It was told to end; the next run goes on from there.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancel.Dispose();

    /// <summary>Publishes it; returns when it was done, in ticks of the clock.</summary>
    private static long Publish(Recording recording, Connection connection, CancellationTokenSource service, CancellationToken cancel)
    {
        try
        {
            ClusterReplay.Publish(recording, connection, new(Speed: 0, Rebase: false, Resume: true), TimeProvider.System, cancel);
            return TimeProvider.System.GetTimestamp();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            service.Cancel();
            throw;
        }
    }
}
