using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>
/// A subscribed consumer that reads nothing: its partitions are paused as soon as they are its own, and what slips through before is dropped. Its handlers
/// run inside the library's poll, so on the thread that polls. Disposed without having left, it stays in the group until its session ends: the library's
/// disposal sends no farewell, only its close does.
/// </summary>
internal sealed class KafkaGroupMember : IGroupMember
{
    // The library's poll goes on waiting after a handler ran; the caller wants to act on what it heard.
    private static readonly TimeSpan SliceMax = TimeSpan.FromMilliseconds(20);

    private readonly KafkaClusterOptions _options;
    private readonly GroupOptions _group;
    private readonly IRebalanceListener _listener;
    private readonly KafkaEvents _events;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly KafkaGroupHealth _health = new();
    private readonly HashSet<TopicPartition> _owned = [];
    private readonly KafkaConsumerCalls<Ignore, Ignore> _calls;
    private readonly Lock _metadataGate = new();
    private ExceptionDispatchInfo? _thrown;
    private volatile bool _hasLeft;
    private bool _isPauseDue;
    private bool _wasTold;

    internal KafkaGroupMember(KafkaClusterOptions options, GroupOptions group, IRebalanceListener listener, KafkaEvents events)
    {
        _options = options;
        _group = group;
        _listener = listener;
        _events = events;
        ConsumerBuilder<Ignore, Ignore> builder = new ConsumerBuilder<Ignore, Ignore>(KafkaClientConfigs.GroupMember(options, group))
            .SetPartitionsAssignedHandler((_, assigned) => OnAssigned(assigned))
            .SetPartitionsRevokedHandler((_, revoked) => OnGone(revoked, _listener.Revoked))
            .SetPartitionsLostHandler((_, lost) => OnGone(lost, _listener.Lost))
            .SetStatisticsHandler((_, json) => _health.Note(json))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _consumer = KafkaClient.Build(builder.Build);
        _calls = new KafkaConsumerCalls<Ignore, Ignore>(_consumer, options, events);
        _consumer.Subscribe(group.Topic);
    }

    public TimeSpan UnstableFor => _calls.HangingFor > _health.UnstableFor ? _calls.HangingFor : _health.UnstableFor;

    public void Poll(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_hasLeft, this);
        long startedAt = Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        _wasTold = false;
        do
        {
            Consume(left < SliceMax ? left : SliceMax);
            PauseWhatIsNew();
            if (_thrown is { } thrown)
            {
                _thrown = null;
                thrown.Throw();
            }

            left = timeout - Stopwatch.GetElapsedTime(startedAt);
        }
        while (left > TimeSpan.Zero && !_wasTold);
    }

    public IGroupMetadata Metadata()
    {
        // The library must not be asked while it closes: the thread that would answer may be gone.
        lock (_metadataGate)
        {
            return _hasLeft ? throw new GroupFencedException($"this member has left group {_group.GroupId}") : _calls.GroupMetadata();
        }
    }

    /// <summary>
    /// The listener is told here rather than inside the library's close: it then has the whole membership for its last commits, on this thread, while the
    /// close waits for the network on another one, for a limited time. A static member sends no farewell, so its partitions wait for its restart.
    /// </summary>
    public void Leave()
    {
        if (_hasLeft)
        {
            return;
        }

        TopicPartition[] owned = [.. _owned];
        _owned.Clear();
        try
        {
            if (owned.Length > 0)
            {
                _listener.Revoked(owned);
            }
        }
        finally
        {
            lock (_metadataGate)
            {
                _hasLeft = true;
            }

            _calls.Close();
        }
    }

    public void Dispose()
    {
        lock (_metadataGate)
        {
            _hasLeft = true;
        }

        _calls.End();
    }

    private void Consume(TimeSpan timeout)
    {
        try
        {
            _consumer.Consume(timeout);
        }
        catch (ConsumeException passing) when (IsPassing(passing.Error.Code))
        {
            _events.OnError(passing.Error);
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, $"taking part in group {_group.GroupId}", _events, _options.RequestTimeoutMs);
        }
    }

    /// <summary>The library has told the listener or goes on by itself; a place that cannot be read is of no interest here.</summary>
    private static bool IsPassing(ErrorCode code) => code is ErrorCode.Local_MaxPollExceeded or ErrorCode.Local_AutoOffsetReset or ErrorCode.Local_TimedOut
        or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve;

    private List<Confluent.Kafka.TopicPartitionOffset> OnAssigned(List<Confluent.Kafka.TopicPartition> assigned)
    {
        TopicPartition[] partitions = [.. assigned.Select(KafkaClient.FromNative)];
        if (!_hasLeft)
        {
            _owned.UnionWith(partitions);
            _isPauseDue = true;
            Tell(_listener.Assigned, partitions);
        }

        // An explicit offset keeps the library from asking for committed ones, of which it can wait for long.
        return assigned.ConvertAll(partition => new Confluent.Kafka.TopicPartitionOffset(partition, Offset.End));
    }

    private void OnGone(List<Confluent.Kafka.TopicPartitionOffset> gone, Action<IReadOnlyCollection<TopicPartition>> tell)
    {
        TopicPartition[] partitions = [.. gone.Select(at => at.TopicPartition.FromNative()).Where(_owned.Remove)];
        if (partitions.Length > 0)
        {
            Tell(tell, partitions);
        }
    }

    /// <summary>What the listener throws is kept until the library has done its part: it would be left between two assignments otherwise.</summary>
    private void Tell(Action<IReadOnlyCollection<TopicPartition>> tell, TopicPartition[] partitions)
    {
        _wasTold = true;
        try
        {
            tell(partitions);
        }
        catch (Exception thrown)
        {
            _thrown ??= ExceptionDispatchInfo.Capture(thrown);
        }
    }

    private void PauseWhatIsNew()
    {
        if (_isPauseDue)
        {
            _isPauseDue = false;
            _consumer.Pause(_owned.Select(KafkaClient.Native));
        }
    }
}
