using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Tests.Journals;

/// <summary>
/// A generated market that a service took while it was published, once for each partitioning; and copies of its log in which something is not what it was.
/// </summary>
public sealed class LiveRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedService _direct = new();
    private readonly EmbeddedService _repartitioned = new(partitioning: "repartition");

    public LiveRun()
    {
        CliProcess generated = CliProcess.Run("generate", "--out", _folder["recording"], "--accounts", "40", "--minutes", "90", "--seed", "11");
        Assert.True(generated.ExitCode == 0, generated.ToString());
        _repartitioned.Connection.Cluster.Admin.EnsureTopics(_repartitioned.Connection.Options.Topics.InputSpecs(3));
        foreach (EmbeddedService service in new[] { _direct, _repartitioned })
        {
            Assert.Equal(ExitCode.Ok, service.RunToEnd(_folder["recording"], TestContext.Current.CancellationToken));
        }
    }

    /// <summary>What was published.</summary>
    internal Recording Recording => Recording.Open(_folder["recording"]);

    /// <summary>The log that the service left.</summary>
    internal Connection Of(PositionPartitioning partitioning) =>
        (partitioning == PositionPartitioning.Direct ? _direct : _repartitioned).Connection;

    /// <summary>A copy of the directly partitioned one; a record that the change turns into null is not there.</summary>
    internal Connection Changed(Func<LogRecord, LogRecord?> change)
    {
        var copy = new EmbeddedCluster();
        Connection live = _direct.Connection;
        IReadOnlyList<TopicSpec> topics = live.Options.Topics.Specs(2);
        copy.Admin.EnsureTopics(topics);
        foreach (TopicPartition place in topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(p => new TopicPartition(topic.Name, p))))
        {
            foreach (LogRecord record in Runs.CommittedRecords.Read(live.Cluster, place.Topic, place.Partition))
            {
                if (change(record) is { } changed)
                {
                    copy.Append(changed);
                }
            }
        }

        return new Connection(live.Settings, (_, _) => copy);
    }

    public void Dispose()
    {
        _direct.Dispose();
        _repartitioned.Dispose();
        _folder.Dispose();
    }
}
