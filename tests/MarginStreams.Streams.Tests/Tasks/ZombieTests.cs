namespace MarginStreams.Streams.Tests;

/// <summary>
/// A process is suspended at every single operation; meanwhile another takes its task over and does the work. When the first one wakes up it is fenced,
/// and nothing is doubled.
/// </summary>
public sealed class ZombieTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Suspend_AtEveryOperation_TheZombieChangesNothing(bool after)
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Whole());
        int fenced = 0;
        for (int suspend = 1; suspend <= steps; suspend++)
        {
            TaskWorld world = Scenario.Whole();
            fenced += IsFenced(world, suspend, after) ? 1 : 0;
            Assert.True(expected == Scenario.Committed(world), $"suspended {(after ? "after" : "before")} operation {suspend} of {steps}");
        }

        // Before its first operation the suspended one is no zombie but the heir; after its last commit it has nothing left to be fenced from.
        Assert.True(fenced > steps / 2, $"only {fenced} of {steps} were fenced");
    }

    [Fact]
    public void RunOnce_HeirHasStartedOnly_ZombieIsFencedAndHeirDoesAll()
    {
        TaskWorld world = Scenario.Whole();
        (string expected, _) = Scenario.Undisturbed(Scenario.Whole());
        (_, SoloTask zombie) = world.Start();
        (_, SoloTask heir) = world.Start();
        Assert.Throws<ProducerFencedException>(() => zombie.RunOnce(TimeSpan.Zero));
        TaskWorld.RunToEnd(heir);
        Assert.Equal(expected, Scenario.Committed(world));
        zombie.Dispose();
    }

    private static bool IsFenced(TaskWorld world, int suspend, bool after)
    {
        var log = new SteppedCluster(world.Log, step =>
        {
            if (step.Number == suspend && step.IsAfter == after)
            {
                Scenario.RunToEnd(world, world.Log);
            }
        });
        try
        {
            Scenario.RunToEnd(world, log);
            return false;
        }
        catch (ProducerFencedException)
        {
            return true;
        }
    }
}
