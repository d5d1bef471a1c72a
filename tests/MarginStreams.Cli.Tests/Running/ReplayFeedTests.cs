using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Transfer;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests.Running;

/// <summary>A replay that was killed anywhere goes on where it was: what stands in the inputs at the end is the recording, once.</summary>
public sealed class ReplayFeedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Publish_AfterAnyNumberOfRecords_AddsTheRest()
    {
        Recording recording = Recording.Open(SmallRecording.Write(_folder["recording"]));
        string[] whole = Published(recording, 0, out long all);
        Assert.Equal(11, all);
        for (int before = 1; before <= all; before++)
        {
            Assert.Equal(whole, Published(recording, before, out long rest));
            Assert.Equal(all - before, rest);
        }
    }

    private static string[] Published(Recording recording, int before, out long rest)
    {
        using var service = new EmbeddedService();
        ILogCluster cluster = service.Connection.Cluster;
        var inputs = new InputRecords(service.Connection.Options.Topics, 2, service.Connection.Wire);
        cluster.Admin.EnsureTopics(service.Connection.Options.Topics.InputSpecs(2));
        using (ILogProducer producer = cluster.CreateProducer())
        {
            foreach (LogRecord record in recording.Read().Take(before).Select(inputs.Next))
            {
                producer.Produce(new OutgoingRecord(record.Topic, record.Partition, record.TimestampMs, record.Key, record.Value));
            }

            producer.Flush();
        }

        rest = ClusterReplay.Publish(
            recording, service.Connection, new(Speed: 0, Rebase: false, Resume: true), TimeProvider.System, TestContext.Current.CancellationToken);
        return
        [
            .. service.Connection.Options.Topics.InputSpecs(2)
                .SelectMany(topic => Enumerable.Range(0, topic.Partitions).SelectMany(partition => CommittedRecords.Read(cluster, topic.Name, partition)))
                .Select(record => $"{record.TopicPartition} {record.Offset} {Convert.ToHexString(record.Key!)} {Convert.ToHexString(record.Value!)}"),
        ];
    }
}
