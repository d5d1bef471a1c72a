using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <content>
/// How the state comes back: a part at each turn, or all of it on a thread of its own while the worker's other tasks go on. It makes
/// nothing visible: what fences a predecessor has happened before, on the worker's thread, so that nobody is fenced by a task that the worker has given away.
/// </content>
internal sealed partial class StreamTask
{
    /// <summary>It bounds how late the end of a restore is noticed.</summary>
    private static readonly TimeSpan RestoreLook = TimeSpan.FromMilliseconds(5);

    private ChangelogRestore? _restore;
    private Task<IReadOnlyList<TopicPartitionOffset>>? _restoring;
    private volatile bool _isLetGo;

    /// <summary>Whether commits and the restore go on without anybody's turn.</summary>
    public bool HasOwnThreads => environment.RestoresAtOnce is not null;

    /// <summary>Takes the state back, or a part of it. Where to begin to read, once that was all; null before.</summary>
    public IReadOnlyList<TopicPartitionOffset>? Restore() => Guard(TaskState.Restoring, () =>
    {
        if (environment.RestoresAtOnce is not { } atOnce)
        {
            return RestoreSome();
        }

        if (_restoring is null && atOnce.Wait(TimeSpan.Zero))
        {
            _restoring = OwnThread.Run(() => RestoreAll(atOnce));
        }

        return _restoring is { IsCompleted: true } done ? done.GetAwaiter().GetResult() : null;
    });

    private TimeSpan RestoreLeisure(TimeSpan wait) => !HasOwnThreads ? TimeSpan.Zero : wait < RestoreLook ? wait : RestoreLook;

    private IReadOnlyList<TopicPartitionOffset> RestoreAll(SemaphoreSlim atOnce)
    {
        try
        {
            IReadOnlyList<TopicPartitionOffset>? places;
            do
            {
                ObjectDisposedException.ThrowIf(_isLetGo, this);
                places = RestoreSome();
            }
            while (places is null);

            return places;
        }
        finally
        {
            atOnce.Release();
        }
    }

    private ChangelogRestore BeginRestore()
    {
        if (environment.Sabotage != StreamsSabotage.ForgottenLeft)
        {
            ForgottenTransactions.Abort(environment.Cluster.Admin, options, _producer!, environment.Logger);
        }

        return new ChangelogRestore(environment.Cluster, options, _snapshots?.Read((ISnapshotState)processor), Counts, _clock);
    }

    private IReadOnlyList<TopicPartitionOffset>? RestoreSome()
    {
        _restore ??= BeginRestore();
        if (!_restore.Step(processor))
        {
            return null;
        }

        _cut = _restore.Cut;
        _restore.Dispose();
        processor.Restored();
        Counts.StreamTimeMs = _cut?.StreamTimeMs ?? 0;
        _transaction = new TaskTransaction(_producer!, options, Counts, Counts.StreamTimeMs);
        environment.Logger.LogInformation("Task {Task} restored {Count} records of {Changelog}", options.TaskId, Counts.Restored, options.Changelog);
        return StartPlaces.Of(environment.Cluster, options, _cut, environment.Logger);
    }
}
