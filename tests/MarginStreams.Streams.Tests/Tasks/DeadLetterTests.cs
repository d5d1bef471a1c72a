using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>Records that cannot be used: set aside whole, in the transaction of the records around them, and never without limit.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public void DeadLetter_UnusableRecord_KeepsBytesAndSaysWhereAndWhy()
    {
        var world = new TaskWorld();
        world.Log.Append(new LogRecord("b", 0, 41, 77, [1, 0], Encoding.UTF8.GetBytes("rubbish"), [new("trace", [9])]));
        (_, SoloTask task) = world.Start();
        TaskWorld.RunToEnd(task);
        LogRecord letter = Assert.Single(world.Read(TaskWorld.DeadLetters));
        Assert.Equal([1, 0], letter.Key);
        Assert.Equal("rubbish", Encoding.UTF8.GetString(letter.Value!));
        Assert.Equal(77, letter.TimestampMs);
        Assert.Equal(
            ["ms.topic=b", "ms.partition=0", "ms.offset=41", "ms.timestamp=77", "ms.reason=NotANumber", "ms.error=expected a number, but it is rubbish"],
            letter.Headers.SkipLast(1).Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value)}"));
        Assert.Equal("trace", letter.Headers[^1].Name);
        Assert.Equal([9], letter.Headers[^1].Value);
        Assert.Equal(1, task.Counts.DeadLetters["NotANumber"]);
    }

    [Fact]
    public void DeadLetter_TransactionFails_IsDroppedWithIt()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "rubbish");
        world.Input(TaskWorld.A, 20, "broken");
        (_, SoloTask task) = world.Start();
        Assert.Throws<InvalidDataException>(() => task.RunOnce(TimeSpan.Zero));
        Assert.Empty(world.Read(TaskWorld.DeadLetters));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(5, 3)]
    public void DeadLetter_SourceInAHigherPartition_GoesModulo(int sourcePartition, int partitions)
    {
        var box = new DeadLetterBox(new TaskWorld().Options with { DeadLetterPartitions = partitions }, new TaskCounts());
        var source = new LogRecord("b", sourcePartition, 1, 1, null, null, []);
        OutgoingRecord letter = box.Take(source, "reason", "error");
        Assert.Equal(sourcePartition % partitions, letter.Partition);
        Assert.Null(letter.Key);
        Assert.Null(letter.Value);
    }

    [Theory]
    [InlineData("x x", false)]
    [InlineData("x x x", true)]
    [InlineData("x x 1 1 1 1 x x", false)]
    [InlineData("1 1 1 x x 1 1 x x", false)]
    [InlineData("x 1 x 1 x", true)]
    public void DeadLetter_TooManyAmongFewRecords_StopsTheTask(string records, bool stops)
    {
        var world = new TaskWorld();
        world = new TaskWorld { Options = world.Options with { DeadLetterBurstMax = 2, DeadLetterBurstRecords = 5 } };
        foreach (string record in records.Split(' '))
        {
            world.Input(TaskWorld.A, 10, record);
        }

        (_, SoloTask task) = world.Start();
        Exception? failure = Record.Exception(() => TaskWorld.RunToEnd(task));
        Assert.Equal(stops ? typeof(DeadLetterBurstException) : null, failure?.GetType());
        if (stops)
        {
            Assert.Contains("a-0 at offset", failure!.Message, StringComparison.Ordinal);
            Assert.Empty(world.Read(TaskWorld.DeadLetters));
        }
    }
}
