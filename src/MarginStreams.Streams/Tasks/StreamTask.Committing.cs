namespace MarginStreams.Streams;

/// <content>When a transaction is committed, and how: on this thread, or on another one while the worker's other tasks go on.</content>
internal sealed partial class StreamTask
{
    /// <summary>It bounds how late the end of a commit is noticed.</summary>
    private static readonly TimeSpan CommitLook = TimeSpan.FromMilliseconds(1);

    /// <summary>After so many records within a turn the clock is looked at, and at the end of the turn.</summary>
    private const int ClockLookRecords = 32;

    private bool CommitIfDue(bool looksAtClock)
    {
        _transaction!.IsCommitRequested &= _isUncommitted;
        bool isDue = _isUncommitted
            && (_transaction.IsCommitRequested || _recordsUncommitted >= options.CommitMaxRecords || (looksAtClock && IntervalLeft() <= TimeSpan.Zero));
        if (isDue)
        {
            BeginCommit(inBackground: HasOwnThreads);
        }

        return isDue;
    }

    private void BeginCommit(bool inBackground)
    {
        if (!_isUncommitted)
        {
            return;
        }

        processor.BeforeCommit(_transaction!);
        Counts.StreamTimeMs = _transaction!.StreamTimeMs;
        _cut = _transaction.Seal(_inputs!.Offsets, _journal);
        TopicPartitionOffset[] own = [.. _cut.Offsets.Where(at => !options.SharedInputs.Contains(at.TopicPartition))];
        if (inBackground)
        {
            State = TaskState.Committing;
            _commit = OwnThread.Run(() => _transaction.Commit(own, _group!));
        }
        else
        {
            _transaction.Commit(own, _group!);
            Committed();
        }
    }

    private bool EndCommitIfDone()
    {
        bool isDone = _commit!.IsCompleted;
        if (isDone)
        {
            EndCommit();
        }

        return isDone;
    }

    private void EndCommit()
    {
        _commit!.GetAwaiter().GetResult();
        _commit = null;
        Committed();
        State = TaskState.Running;
    }

    private void Committed()
    {
        _transaction!.Committed();
        _isUncommitted = false;
        _recordsUncommitted = 0;
        Counts.CommittedAt = _clock.GetTimestamp();
    }
}
