using MarginStreams.Streams;

namespace MarginStreams.Broker.Tests;

/// <summary>The administrative client, when a process ends while threads of it still ask.</summary>
public sealed class KafkaAdminTests(BrokerFixture broker)
{
    private const int Askers = 4;
    private const int Clusters = 30;

    [Fact]
    public async Task Dispose_OthersAreAsking_EndsNoClientUnderTheirCalls()
    {
        TopicPartition place;
        using (KafkaCluster first = broker.Connect())
        {
            place = first.CreateTopic("asked");
        }

        for (int i = 0; i < Clusters; i++)
        {
            KafkaCluster cluster = broker.Connect();
            int asked = 0;
            Task[] asking =
                [.. Enumerable.Range(0, Askers).Select(_ => OwnThread.Run(() => AskUntilRefused(cluster, place, () => Interlocked.Increment(ref asked))))];
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref asked) > Askers, TimeSpan.FromSeconds(30)), "nobody was answered");
            cluster.Dispose();
            await Task.WhenAll(asking).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private static void AskUntilRefused(KafkaCluster cluster, TopicPartition place, Action answered)
    {
        try
        {
            while (true)
            {
                Assert.Equal(new Watermarks(0, 0), cluster.Admin.QueryWatermarks(place));
                answered();
            }
        }
        catch (ObjectDisposedException)
        {
            // As it should be.
        }
    }
}
