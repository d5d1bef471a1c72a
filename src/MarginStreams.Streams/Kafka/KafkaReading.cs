using System.Diagnostics;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>
/// How far one assigned partition was read, and what arrived of it while it was held back. The client's own pause drops what was fetched and fetches it
/// again, so it is the last resort: a pause first lets records wait here, up to a limit.
/// </summary>
internal sealed class KafkaReading(TopicPartition partition, long position)
{
    private const int WaitingMax = 10_000;
    private readonly Queue<ConsumeResult<byte[], byte[]>> _waiting = new();
    private long _heardAt = Stopwatch.GetTimestamp();
    private bool _hasHeard;
    private bool _isHeld;

    internal TopicPartition Partition => partition;

    /// <summary>Offset after the last record handed out, or after the markers and aborted records that follow it.</summary>
    internal long Position { get; private set; } = position;

    /// <summary>Whether the client said that nothing committed follows.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Whether anything was read since the last move, so that the client's own high watermark belongs to this reading.</summary>
    internal bool HasRead { get; private set; }

    /// <summary>Whether the partition is held back.</summary>
    internal bool IsHeld
    {
        get => _isHeld;
        set => (_isHeld, _heardAt) = (value, Stopwatch.GetTimestamp());
    }

    /// <summary>Whether the client was told to fetch no more.</summary>
    internal bool IsStopped { get; set; }

    /// <summary>
    /// Whether the client owes something, and for so long that it does not fetch: what is neither held back nor at its end gets a record or its end with each
    /// answer of the broker.
    /// </summary>
    internal bool IsSilentFor(TimeSpan time)
    {
        if (_hasHeard)
        {
            (_hasHeard, _heardAt) = (false, Stopwatch.GetTimestamp());
        }

        return !IsHeld && !IsAtEnd && Stopwatch.GetElapsedTime(_heardAt) > time;
    }

    internal bool HasWaiting => _waiting.Count > 0;

    internal bool IsFull => _waiting.Count >= WaitingMax;

    internal bool IsHalfEmpty => _waiting.Count <= WaitingMax / 2;

    /// <summary>Keeps what arrived while the partition is held back.</summary>
    internal void Keep(ConsumeResult<byte[], byte[]> result)
    {
        if (result.IsPartitionEOF && !HasWaiting)
        {
            Take(result);
        }
        else
        {
            _waiting.Enqueue(result);
        }
    }

    /// <summary>The next record that waits, or null.</summary>
    internal LogRecord? TakeWaiting()
    {
        while (_waiting.TryDequeue(out ConsumeResult<byte[], byte[]>? result))
        {
            if (Take(result) is { } record)
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Notes what arrived; the record, unless it was the end that arrived.</summary>
    internal LogRecord? Take(ConsumeResult<byte[], byte[]> result)
    {
        HasRead = true;
        _hasHeard = true;
        IsAtEnd = result.IsPartitionEOF;

        // The end's offset stands behind whatever markers and aborted records come last.
        Position = IsAtEnd ? result.Offset.Value : result.Offset.Value + 1;
        return IsAtEnd ? null : KafkaRecords.FromNative(result);
    }

    /// <summary>Starts anew at an offset.</summary>
    internal void Move(long offset)
    {
        _waiting.Clear();
        Position = offset;
        IsAtEnd = false;
        HasRead = false;
        _heardAt = Stopwatch.GetTimestamp();
    }
}
