using System.Diagnostics;

namespace MarginStreams.Streams;

/// <summary>
/// Reads what is committed. It stays with a partition while there is something to read, up to <see cref="TurnRecordsMax"/> records, then gives the next one
/// its turn: the order depends on nothing but what stands in the log.
/// </summary>
internal sealed class EmbeddedConsumer(EmbeddedLog log, EmbeddedTransactions transactions, string groupId) : ILogConsumer
{
    private const int TurnRecordsMax = 500;
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);
    private readonly Dictionary<TopicPartition, Place> _byPartition = [];
    private Place[] _places = [];
    private int _turn;
    private int _turnRecords;

    /// <inheritdoc/>
    public void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions)
    {
        lock (log.Gate)
        {
            _places = [.. partitions.Select(at => new Place(log.Partition(at.TopicPartition), at.Offset))];
            _byPartition.Clear();
            foreach (Place place in _places)
            {
                _byPartition.Add(place.Log.Place, place);
            }

            _turn = 0;
            _turnRecords = 0;
        }
    }

    /// <inheritdoc/>
    public void Add(TopicPartitionOffset partition)
    {
        lock (log.Gate)
        {
            var place = new Place(log.Partition(partition.TopicPartition), partition.Offset);
            _byPartition.Add(place.Log.Place, place);
            _places = [.. _places, place];
        }
    }

    /// <inheritdoc/>
    public void Remove(TopicPartition partition)
    {
        lock (log.Gate)
        {
            Place place = Find(partition);
            _byPartition.Remove(partition);
            _places = [.. _places.Where(other => other != place)];
            _turn = 0;
            _turnRecords = 0;
        }
    }

    /// <inheritdoc/>
    public LogRecord? Poll(TimeSpan timeout)
    {
        lock (log.Gate)
        {
            LogRecord? record = TakeNextOrExpire();
            if (record is not null || timeout <= TimeSpan.Zero)
            {
                return record;
            }

            long start = Stopwatch.GetTimestamp();
            TimeSpan left = timeout < WaitMax ? timeout : WaitMax;
            while (record is null && left > TimeSpan.Zero)
            {
                TimeSpan untilDeadline = TimeSpan.FromMilliseconds(transactions.LeftMs);
                log.Wait(left < untilDeadline ? left : untilDeadline);
                record = TakeNextOrExpire();
                left = timeout - Stopwatch.GetElapsedTime(start);
                left = left < WaitMax ? left : WaitMax;
            }

            return record;
        }
    }

    /// <inheritdoc/>
    public void Seek(TopicPartitionOffset partition)
    {
        lock (log.Gate)
        {
            Find(partition.TopicPartition).Move(partition.Offset);
        }
    }

    /// <inheritdoc/>
    public long Position(TopicPartition partition)
    {
        lock (log.Gate)
        {
            transactions.Expire();
            return Find(partition).Position();
        }
    }

    /// <inheritdoc/>
    public bool IsAtEnd(TopicPartition partition)
    {
        lock (log.Gate)
        {
            transactions.Expire();
            return Find(partition).Peek() is null;
        }
    }

    /// <inheritdoc/>
    public void Pause(TopicPartition partition) => Find(partition).Paused = true;

    /// <inheritdoc/>
    public void Resume(TopicPartition partition) => Find(partition).Paused = false;

    /// <inheritdoc/>
    public IGroupMetadata GroupMetadata() => new EmbeddedGroup(groupId);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Place Find(TopicPartition partition) =>
        _byPartition.TryGetValue(partition, out Place? place) ? place : throw new InvalidOperationException($"{partition} is not assigned");

    /// <summary>While there is something to read, the clock is not asked.</summary>
    private LogRecord? TakeNextOrExpire()
    {
        LogRecord? record = TakeNext();
        if (record is null)
        {
            transactions.Expire();
            record = TakeNext();
        }

        return record;
    }

    private LogRecord? TakeNext()
    {
        for (int tried = 0; tried <= _places.Length && _places.Length > 0; tried++)
        {
            Place place = _places[_turn];
            if (_turnRecords < TurnRecordsMax && !place.Paused && place.Peek() is { } record)
            {
                place.Pass(record);
                _turnRecords++;
                return record;
            }

            _turn = (_turn + 1) % _places.Length;
            _turnRecords = 0;
        }

        return null;
    }

    /// <summary>Where the consumer stands in one partition.</summary>
    private sealed class Place(PartitionLog partition, long offset)
    {
        private RecordCursor _at = partition.Find(offset);
        private long _offset = offset;

        public PartitionLog Log => partition;

        public bool Paused { get; set; }

        public LogRecord? Peek() => partition.Visible(ref _at, _offset);

        public void Pass(LogRecord record)
        {
            _offset = record.Offset + 1;
            _at.Slot++;
        }

        public void Move(long to)
        {
            _offset = to;
            _at = partition.Find(to);
        }

        /// <summary>With nothing left to see, markers and aborted records up to the stable end are passed.</summary>
        public long Position() => Peek() is null ? _offset = Math.Max(_offset, partition.StableOffset) : _offset;
    }
}
