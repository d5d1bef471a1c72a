using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>Tests of the test: an engine in production that is wrong in its regions is told from the reference engine within a few worlds.</summary>
public sealed class SabotageTests
{
    private const int WorldsMost = 300, ControlWorlds = 40;
    private const int EventCount = 60;

    [Theory]
    [InlineData(nameof(EngineSabotage.BoundaryRoundedTheWrongWay))]
    [InlineData(nameof(EngineSabotage.BandEdgeOffByOne))]
    [InlineData(nameof(EngineSabotage.AccountNotRegisteredAgain))]
    [InlineData(nameof(EngineSabotage.DriftForgotten))]
    public void Comparison_EngineSabotaged_IsFound(string how) => Assert.True(FoundIn(Enum.Parse<EngineSabotage>(how), WorldsMost) < WorldsMost);

    /// <summary>The negative control.</summary>
    [Fact]
    public void Comparison_EngineNotSabotaged_IsNotFound() => Assert.Equal(ControlWorlds, FoundIn(EngineSabotage.None, ControlWorlds));

    private static int FoundIn(EngineSabotage sabotage, int worlds)
    {
        var options = new EngineOptions(Partition: 3, MaxAwaitFrames: 4) { Sabotage = sabotage };
        int seed = 0;
        while (seed < worlds && Comparison.Run(seed, EventCount, options, new ReferenceEngine(options), new Coverage { IsOfMutants = true }) is null)
        {
            seed++;
        }

        return seed;
    }
}
