using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Streams;

/// <summary>The settings of topics: what a topology needs, and whether a topic that exists has what keeps its records.</summary>
internal sealed class KafkaTopicSettings(IAdminClient client, KafkaClusterOptions options, KafkaEvents events)
{
    private const string CleanupPolicy = "cleanup.policy";
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    private TimeSpan RequestTimeout => TimeSpan.FromMilliseconds(options.RequestTimeoutMs);

    internal Dictionary<string, string> Needed(TopicSpec topic)
    {
        // Retention counts from the records' own time: a broker's default week would drop a replayed history within minutes.
        Dictionary<string, string> settings = topic.Compacted
            ? new(StringComparer.Ordinal) { [CleanupPolicy] = "compact" }
            : new(StringComparer.Ordinal) { [CleanupPolicy] = "delete", ["retention.ms"] = "-1" };
        if (options.MinInsyncReplicas > 0)
        {
            settings["min.insync.replicas"] = options.MinInsyncReplicas.ToString(CultureInfo.InvariantCulture);
        }

        foreach ((string name, string value) in topic.Settings ?? new Dictionary<string, string>())
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>A changelog that deletes loses state, and a history that is compacted loses events. Other settings are for whoever runs the cluster.</summary>
    internal void Check(IReadOnlyCollection<TopicSpec> topics)
    {
        if (topics.Count == 0)
        {
            return;
        }

        Dictionary<string, string> standing = Policies([.. topics.Select(topic => topic.Name)]);
        foreach (TopicSpec topic in topics)
        {
            (string needed, string found) = (Needed(topic)[CleanupPolicy], standing[topic.Name]);
            if (!Names(needed).SetEquals(Names(found)))
            {
                throw new TopicMismatchException($"topic {topic.Name} has {CleanupPolicy} {found} where {needed} is needed");
            }
        }
    }

    private static HashSet<string> Names(string policy) => [.. policy.Split(',', StringSplitOptions.TrimEntries)];

    private Dictionary<string, string> Policies(string[] topics)
    {
        ConfigResource[] resources = [.. topics.Select(topic => new ConfigResource { Name = topic, Type = ResourceType.Topic })];
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return client.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = RequestTimeout }).GetAwaiter().GetResult()
                    .ToDictionary(described => described.ConfigResource.Name, described => described.Entries[CleanupPolicy].Value, StringComparer.Ordinal);
            }
            catch (DescribeConfigsException partly) when (IsNotYetKnown(partly) && Stopwatch.GetElapsedTime(startedAt) < RequestTimeout)
            {
                Thread.Sleep(RetryInterval);
            }
            catch (DescribeConfigsException partly)
            {
                DescribeConfigsReport first = partly.Results.First(result => result.Error.IsError);
                throw new LogException($"settings of topic {first.ConfigResource.Name} could not be described: {first.Error.Reason}", partly);
            }
            catch (KafkaException failure)
            {
                throw KafkaErrors.Translate(failure, "describing settings of topics", events, options.RequestTimeoutMs);
            }
        }
    }

    /// <summary>Another broker than the one that was asked for the leaders may answer, and hear of a new topic later.</summary>
    private static bool IsNotYetKnown(DescribeConfigsException partly) => partly.Results.TrueForAll(result =>
        !result.Error.IsError || result.Error.Code == ErrorCode.UnknownTopicOrPart);
}
