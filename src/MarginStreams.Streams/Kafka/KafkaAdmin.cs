using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Streams;

/// <summary>Creates, describes and measures topics of Kafka. Any thread may ask, also while it is disposed of.</summary>
internal sealed class KafkaAdmin : ILogAdmin, IDisposable
{
    private static readonly TimeSpan PropagationPollInterval = TimeSpan.FromMilliseconds(20);

    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IAdminClient _client;
    private readonly KafkaOffsets _offsets;
    private readonly KafkaTopicSettings _settings;
    private readonly CallGate _gate = new();

    internal KafkaAdmin(KafkaClusterOptions options, KafkaEvents events)
    {
        _options = options;
        _events = events;
        AdminClientBuilder builder = new AdminClientBuilder(KafkaClientConfigs.Admin(options))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _client = KafkaClient.Build(builder.Build);
        _offsets = new KafkaOffsets(_client, options, events);
        _settings = new KafkaTopicSettings(_client, options, events);
    }

    private TimeSpan RequestTimeout => TimeSpan.FromMilliseconds(_options.RequestTimeoutMs);

    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics) => _gate.Call(() =>
    {
        Ensure(topics);
        return 0;
    });

    public int? PartitionCount(string topic) =>
        _gate.Call(() => Describe([topic]).TryGetValue(topic, out TopicDescription? description) ? description.Partitions.Count : (int?)null);

    public Watermarks QueryWatermarks(TopicPartition partition) => _gate.Call(() => _offsets.Watermarks(partition));

    public IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions) =>
        _gate.Call(() => _offsets.OpenTransactions(partitions));

    public long? OffsetForTime(TopicPartition partition, long timestampMs) => _gate.Call(() => _offsets.ForTime(partition, timestampMs));

    public long? CommittedOffset(string groupId, TopicPartition partition) => _gate.Call(() => _offsets.Committed(groupId, partition));

    /// <summary>Where a call does not come back in time, the client is left to it.</summary>
    public void Dispose()
    {
        if (_gate.Close(_options.DisposeTimeoutMs))
        {
            KafkaClient.Dispose(_client, _options.DisposeTimeoutMs);
        }
    }

    private void Ensure(IReadOnlyCollection<TopicSpec> topics)
    {
        string[] names = [.. topics.Select(topic => topic.Name)];
        Dictionary<string, TopicDescription> existing = Describe(names);
        TopicSpec[] missing = [.. topics.Where(topic => !existing.ContainsKey(topic.Name))];
        Check(topics.Except(missing), existing);
        if (missing.Length > 0)
        {
            Create(missing);
        }

        Check(topics, AwaitLeaders(names));
        _settings.Check(topics);
    }

    private static void Check(IEnumerable<TopicSpec> topics, Dictionary<string, TopicDescription> standing)
    {
        foreach (TopicSpec topic in topics)
        {
            int partitions = standing[topic.Name].Partitions.Count;
            if (partitions != topic.Partitions)
            {
                throw new TopicMismatchException($"topic {topic.Name} has {partitions} partitions where {topic.Partitions} are needed");
            }
        }
    }

    private void Create(TopicSpec[] topics)
    {
        IEnumerable<TopicSpecification> specifications = topics.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = (short)_options.ReplicationFactor,
            Configs = _settings.Needed(topic),
        });
        try
        {
            _client.CreateTopicsAsync(specifications, new CreateTopicsOptions { RequestTimeout = RequestTimeout, OperationTimeout = RequestTimeout })
                .GetAwaiter().GetResult();
        }
        catch (CreateTopicsException refused)
        {
            // Another process may have been faster; whether it made the same topic is checked by the caller.
            if (refused.Results.FirstOrDefault(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists) is { } first)
            {
                throw new LogException($"topic {first.Topic} could not be created: {first.Error.Reason}", refused);
            }
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, "creating topics", _events, _options.RequestTimeoutMs);
        }
    }

    /// <summary>Brokers learn of a new topic after its creation was answered; until then it looks unknown to other clients.</summary>
    private Dictionary<string, TopicDescription> AwaitLeaders(string[] topics)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            Dictionary<string, TopicDescription> standing = Describe(topics);
            if (topics.All(topic => standing.TryGetValue(topic, out TopicDescription? found) && found.Partitions.TrueForAll(p => p.Leader is { Id: >= 0 })))
            {
                return standing;
            }

            if (Stopwatch.GetElapsedTime(startedAt) > RequestTimeout)
            {
                throw _events.Unreachable("waiting for leaders of " + string.Join(", ", topics), _options.RequestTimeoutMs);
            }

            Thread.Sleep(PropagationPollInterval);
        }
    }

    /// <summary>Describes what exists. Unlike a metadata request, this never creates a topic.</summary>
    private Dictionary<string, TopicDescription> Describe(string[] topics)
    {
        if (topics.Length == 0)
        {
            return [];
        }

        List<TopicDescription> descriptions;
        try
        {
            descriptions = _client
                .DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = RequestTimeout })
                .GetAwaiter().GetResult().TopicDescriptions;
        }
        catch (DescribeTopicsException partly)
        {
            descriptions = partly.Results.TopicDescriptions;
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, "describing topics", _events, _options.RequestTimeoutMs);
        }

        if (descriptions.Find(topic =>
            topic.Error.IsError && topic.Error.Code is not ErrorCode.UnknownTopicOrPart and not ErrorCode.LeaderNotAvailable) is { } first)
        {
            throw new LogException($"topic {first.Name} could not be described: {first.Error.Reason}");
        }

        return descriptions.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Name, StringComparer.Ordinal);
    }
}
