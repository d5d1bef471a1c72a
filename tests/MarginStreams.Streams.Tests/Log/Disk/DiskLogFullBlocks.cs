namespace MarginStreams.Streams.Tests;

/// <summary>
/// Wherever among the records of a block a process is killed, what the next one adds stands in blocks of its own, and all of it can be read again.
/// </summary>
public sealed class DiskLogFullBlocks
{
    private const int BlockRecords = 1_024;

    [Theory]
    [InlineData(BlockRecords - 1)]
    [InlineData(BlockRecords)]
    [InlineData(BlockRecords + 1)]
    [InlineData(3 * BlockRecords)]
    public void Open_AfterAKillAtTheEdgeOfABlock_ReadsWhatWasAddedAfterwards(int before)
    {
        using var world = new DiskWorld();
        world.Log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        Produce(world, 0, before);
        world.Kill();
        Produce(world, before, 2);
        world.Restart();
        Assert.Equal(Enumerable.Range(0, before + 2).Select(i => $"{i}:{i}"), DiskWorld.Read(world.Log));
    }

    private static void Produce(DiskWorld world, int from, int count)
    {
        using ILogProducer producer = world.Log.CreateProducer();
        for (int i = from; i < from + count; i++)
        {
            producer.Produce(DiskWorld.Record("k", $"{i}"));
        }

        producer.Flush();
    }
}
