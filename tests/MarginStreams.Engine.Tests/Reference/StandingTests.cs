using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>The reference engine that passes by what certainly stands keeps the contract, and cannot be told from the one that works out everything.</summary>
public sealed class StandingTests(ITestOutputHelper output) : MarginEngineContract
{
    private const int WorldCount = 300;
    private const int EventCount = 60;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    [Fact]
    public void PassesStanding_RandomWorlds_CannotBeToldFromThePlainOne()
    {
        var passing = new List<ReferenceEngine>();
        string[] differences = Differences(WorldCount, roundingUnits: 1, passing);
        AccountBand[] bands = [AccountBand.Healthy, AccountBand.Liquidatable, AccountBand.Bankrupt, AccountBand.BadDebt];
        long[] passed = [.. bands.Select(band => passing.Sum(engine => engine.PassedIn(band)))];
        output.WriteLine(string.Join(", ", bands.Zip(passed)));

        Assert.True(differences.Length == 0, $"{differences.Length} worlds differ:\n{string.Join('\n', differences.Take(3))}");
        Assert.All(passed, count => Assert.True(count > 100));
    }

    /// <summary>With a crowd, accounts come and go in the middle of the order.</summary>
    [Fact]
    public void PassesStanding_CrowdedWorlds_CannotBeToldFromThePlainOne()
    {
        var coverage = new Coverage { IsOfMutants = true };
        Assert.All(Enumerable.Range(0, 4), seed => Assert.Null(
            Comparison.Run(seed, 200, Options, static options => Create(options, 1), new ReferenceEngine(Options), coverage, more: 100)));
    }

    /// <summary>
    /// Prices that go down and up again a step at a time, so that accounts stand at every distance from every line: of warnings with their
    /// hysteresis, of maintenance, of the exit buffer, of bankruptcy.
    /// </summary>
    [Fact]
    public void PassesStanding_PricesThatCreepOverEveryLine_CannotBeToldFromThePlainOne()
    {
        ReferenceEngine passing = Create(Options, 1), plain = new(Options);
        foreach (object happening in CreepingPrices.Events())
        {
            RecordedEffects ours = new(), theirs = new();
            Comparison.Apply(passing, happening, ours);
            Comparison.Apply(plain, happening, theirs);
            Assert.Equal(theirs.All.Select(EffectText.OfEffect), ours.All.Select(EffectText.OfEffect));
        }

        Assert.Equal(plain.Accounts().Select(EffectText.Full), passing.Accounts().Select(EffectText.Full));
    }

    /// <summary>Without the roundings in the inequality it is wrong now and then, and is told apart; with twice of them it is right.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void PassesStanding_RoundingsCountedWrong_AreFoundWhereTheyMatter(int roundingUnits, bool isWrong) =>
        Assert.Equal(isWrong, Differences(WorldCount, roundingUnits, []).Length > 0);

    /// <summary>Without a declaration that it passes anything by, it is the plain one.</summary>
    [Fact]
    public void PassesStanding_NotAsked_PassesNothing()
    {
        var engine = new ReferenceEngine(Options);
        foreach (object happening in World.Events(seed: 1, EventCount))
        {
            Comparison.Apply(engine, happening, new RecordedEffects());
        }

        Assert.All(Enum.GetValues<AccountBand>(), band => Assert.Equal(0, engine.PassedIn(band)));
    }

    protected override IMarginEngine Create(EngineOptions options) => Create(options, roundingUnits: 1);

    private static string[] Differences(int worlds, int roundingUnits, List<ReferenceEngine> passing)
    {
        var coverage = new Coverage { IsOfMutants = true };
        return [.. Enumerable.Range(0, worlds).Select(Difference).OfType<string>()];

        string? Difference(int seed) => Comparison.Run(seed, EventCount, Options, Passing, new ReferenceEngine(Options), coverage);

        IMarginEngine Passing(EngineOptions options)
        {
            ReferenceEngine engine = Create(options, roundingUnits);
            passing.Add(engine);
            return engine;
        }
    }

    private static ReferenceEngine Create(EngineOptions options, int roundingUnits) =>
        new(options) { PassesStanding = true, StandingRoundingUnits = roundingUnits };
}
