namespace MarginStreams.Streams.Tests;

/// <summary>The order in which a task takes the records of its inputs, and what an input with nothing to read does to the others.</summary>
public sealed class MergingTests
{
    /// <summary>Each record is timestamp and number; <c>taken</c> names input and number.</summary>
    [Theory]
    [InlineData("10:1 20:2 30:3", "", "a1 a2 a3")]
    [InlineData("", "10:1", "b1")]
    [InlineData("10:1 30:2", "20:3 40:4", "a1 b3 a2 b4")]
    [InlineData("30:1 40:2", "10:3 20:4", "b3 b4 a1 a2")]
    [InlineData("10:1 10:2", "10:3 10:4", "a1 a2 b3 b4")]
    [InlineData("20:1 10:2", "15:3 25:4", "b3 a1 a2 b4")]
    [InlineData("10:1", "5:2 20:3 7:4", "b2 a1 b3 b4")]
    public void RunToEnd_Preloaded_TakesTheSmallestTimestampThenTheFirstInput(string a, string b, string taken)
    {
        var world = new TaskWorld();
        Load(world, TaskWorld.A, a);
        Load(world, TaskWorld.B, b);
        (SumProcessor processor, SoloTask task) = world.Start();
        TaskWorld.RunToEnd(task);
        Assert.Equal(taken, Taken(processor));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void RunToEnd_SmallBuffers_OrderIsTheSame(int bufferedRecordsMax)
    {
        var small = new TaskWorld();
        small = new TaskWorld { Options = small.Options with { BufferedRecordsMax = bufferedRecordsMax } };
        string[] orders = [.. new[] { small, new TaskWorld() }.Select(world =>
        {
            for (int i = 0; i < 1_200; i++)
            {
                world.Input(i % 7 < 2 ? TaskWorld.A : TaskWorld.B, 3 * i, $"{i + 1}");
            }

            (SumProcessor processor, SoloTask task) = world.Start();
            TaskWorld.RunToEnd(task);
            return Taken(processor);
        })];
        Assert.Equal(orders[1], orders[0]);
    }

    [Fact]
    public void Read_LongInput_BuffersNoMoreThanAllowed()
    {
        var world = new TaskWorld();
        world = new TaskWorld { Options = world.Options with { BufferedRecordsMax = 4, MaxTaskIdleMs = 10 } };
        for (int i = 1; i <= 100; i++)
        {
            world.Input(TaskWorld.A, i, $"{i}");
        }

        int polls = 0;
        (_, SoloTask task) = world.Make(new SteppedCluster(world.Log, step => polls += step is { Operation: "Poll", IsAfter: true } ? 1 : 0));
        task.Start();
        int before = polls;
        task.RunOnce(TimeSpan.Zero);

        // B is empty and holds A back: the fifth record of A stays in the log.
        Assert.InRange(polls - before, 5, 8);
        Assert.Equal(0, task.Counts.Processed);
    }

    [Fact]
    public void RunOnce_OtherInputIdle_HoldsRecordsBackForTheIdleTime()
    {
        TaskWorld world = Holding(50);
        (SumProcessor processor, SoloTask task) = world.Start();
        world.Input(TaskWorld.A, 20, "1");
        task.RunOnce(TimeSpan.Zero);
        world.Clock.AdvanceMs(49);
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("", Taken(processor));
        world.Clock.AdvanceMs(1);
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("a1", Taken(processor));
    }

    [Fact]
    public void RunOnce_RecordArrivesWhileHoldingBack_GoesFirst()
    {
        TaskWorld world = Holding(50);
        (SumProcessor processor, SoloTask task) = world.Start();
        world.Input(TaskWorld.A, 20, "1");
        task.RunOnce(TimeSpan.Zero);
        world.Input(TaskWorld.B, 10, "2");
        task.RunOnce(TimeSpan.Zero);
        world.Clock.AdvanceMs(50);
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("b2 a1", Taken(processor));
    }

    [Fact]
    public void RunOnce_OtherInputIdleForLong_NoLongerHoldsAnythingBack()
    {
        TaskWorld world = Holding(50);
        (SumProcessor processor, SoloTask task) = world.Start();
        task.RunOnce(TimeSpan.Zero);
        world.Clock.AdvanceMs(50);
        world.Input(TaskWorld.A, 20, "1");
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("a1", Taken(processor));

        // B comes back late: its record is taken late, and from then on B is waited for again.
        world.Input(TaskWorld.B, 10, "2");
        world.Input(TaskWorld.A, 30, "3");
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("a1 b2", Taken(processor));
        world.Clock.AdvanceMs(50);
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("a1 b2 a3", Taken(processor));
    }

    /// <summary>
    /// At whatever moment a record appears in one input and after it a later one in the other, the task takes them in this order: it never looks at the
    /// second without having read the first.
    /// </summary>
    [Theory]
    [InlineData("a", "b", false)]
    [InlineData("b", "a", false)]
    [InlineData("a", "b", true)]
    [InlineData("b", "a", true)]
    public void RunOnce_RecordVisibleBeforeACandidate_IsNeverMissed(string first, string second, bool hesitates)
    {
        bool isOver = false;
        for (int moment = 1; !isOver; moment++)
        {
            var world = new TaskWorld();
            world.Input(new(second, 0), 1, "1");
            isOver = true;
            bool isFirstRun = true;
            (SumProcessor processor, SoloTask task) = world.Make(new SteppedCluster(world.Log, step =>
            {
                if (isFirstRun && step.Number == moment && step.IsAfter)
                {
                    isOver = false;
                    world.Input(new(first, 0), 5, "2");
                    world.Input(new(second, 0), 6, "3");
                }
            }) { Hesitates = hesitates });
            task.Start();
            TaskWorld.RunToEnd(task);
            isFirstRun = false;
            TaskWorld.RunToEnd(task);
            Assert.True(isOver || Taken(processor) == $"{second}1 {first}2 {second}3", $"at moment {moment}: {Taken(processor)}");
            Assert.True(moment > 10 || !isOver, "the run is too short to prove anything");
        }
    }

    private static TaskWorld Holding(int maxTaskIdleMs)
    {
        var world = new TaskWorld();
        return new TaskWorld { Options = world.Options with { MaxTaskIdleMs = maxTaskIdleMs } };
    }

    private static void Load(TaskWorld world, TopicPartition to, string records)
    {
        foreach (string record in records.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = record.Split(':');
            world.Input(to, long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
        }
    }

    private static string Taken(SumProcessor processor) => string.Join(' ', processor.Seen.Select(seen => seen.Replace(":", "", StringComparison.Ordinal)));
}
