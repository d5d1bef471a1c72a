using MarginStreams.Cli.Generating;
using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using AccountBand = MarginStreams.Engine.AccountBand;

namespace MarginStreams.Cli.Tests.Generating;

/// <summary>A population is healthy when it starts, diverse, and falls in part when prices do; the engine of production is the judge.</summary>
public sealed class GeneratedPopulation
{
    private const int Accounts = 3_000;

    private static readonly GeneratedMarketOptions Start = new() { Minutes = 0 };

    [Fact]
    public void Positions_AtTheFirstPrices_EveryAccountIsHealthyAndMostStandAboveTheInitialLine()
    {
        EngineRun run = EngineRun.Of(Generator.Read(Start, new PopulationOptions { Accounts = Accounts, ActivityPerMille = 0 }));

        Assert.Equal(Accounts, run.Statuses.Count);
        Assert.All(run.Statuses.Values, status => Assert.Equal(AccountBand.Healthy, status.Band));
        Assert.Empty(run.Steps);
        Assert.Equal(0, run.Engine.TornCount);
        int below = run.Statuses.Values.Count(status => status.Assessment!.InitialSurplus.Sign < 0);
        Assert.InRange(below, 1, Accounts / 10);
    }

    [Theory]
    [InlineData(700, 15, 60)]
    [InlineData(950, 1, 15)]
    [InlineData(1_300, 5, 40)]
    public void Positions_PricesMove_SomeButNotAllFall(int pricePerMille, int lowPercent, int highPercent)
    {
        EngineRun run = EngineRun.Of(Generator.Read(Start, new PopulationOptions { Accounts = Accounts, ActivityPerMille = 0 }));
        MarketFrame last = run.LatestFrame!;
        run.Apply(last with { Number = last.Number + 1, Venues = [], Instruments = [.. last.Instruments.Select(change => Moved(change, pricePerMille))] });

        int fallen = run.Statuses.Values.Count(status => status.Band is AccountBand.Liquidatable or AccountBand.Bankrupt);
        Assert.InRange(fallen * 100, lowPercent * Accounts, highPercent * Accounts);
    }

    [Fact]
    public void Positions_Population_HasAllKindsOfAccounts()
    {
        EngineRun run = EngineRun.Of(Generator.Read(Start, new PopulationOptions { Accounts = Accounts, ActivityPerMille = 0 }));
        AccountState[] all = [.. run.Engine.Accounts()];

        AssertShare(all, account => account.Holdings.Count == 2, 50, 75);
        AssertShare(all, account => account.Holdings.Count >= 4, 10, 40);
        AssertShare(all, account => Perpetuals(account).Any(held => held.Value.Size.Sign > 0), 40, 80);
        AssertShare(all, account => Perpetuals(account).Any(held => held.Value.Size.Sign < 0), 25, 70);
        AssertShare(all, account => account.Holdings.Any(held => !IsPerpetual(held.Key) && held.Value.Size.Sign < 0), 4, 12);
        AssertShare(all, account => !Perpetuals(account).Any(), 1, 6);
        Assert.All(all, account => Assert.Matches("^sim:0x[0-9a-f]{40}$", account.Account));
    }

    [Fact]
    public void Positions_Records_StandOneMillisecondAfterThePricesAndCountDown()
    {
        RecordedRecord[] records = [.. Generator.Positions(MarketSource.Of(Start), new PopulationOptions { Accounts = 200, ActivityPerMille = 0 })];

        Assert.All(records, record => Assert.Equal(Start.StartMs + 1, record.TimestampMs));
        foreach (IGrouping<string, RecordedRecord> account in records.GroupBy(record => record.Key.Split('/')[0]))
        {
            Position[] positions = [.. account.Select(record => RecordCodecs.Position.Decode(record.Avro))];
            Assert.Equal(Enumerable.Range(0, positions.Length).Reverse(), positions.Select(position => position.RemainingInBlock));
            Assert.Equal(positions.Select(position => position.Instrument).Order(StringComparer.Ordinal), positions.Select(position => position.Instrument));
        }
    }

    [Fact]
    public void Positions_Activity_ClosesEpisodesInEveryWay()
    {
        var market = new GeneratedMarketOptions { Minutes = 240, Instruments = 6 };
        EngineRun run = EngineRun.Of(Generator.Read(market, new PopulationOptions { Accounts = 300, ActivityPerMille = 1_000, LeverageMax = 30 }));

        Assert.Equal(0, run.Engine.TornCount);
        (EpisodeEvent, EpisodeReason)[] expected =
        [
            (EpisodeEvent.Opened, EpisodeReason.BelowMaintenance), (EpisodeEvent.Updated, EpisodeReason.HoldingChanged),
            (EpisodeEvent.Closed, EpisodeReason.Liquidated), (EpisodeEvent.Closed, EpisodeReason.Removed), (EpisodeEvent.Closed, EpisodeReason.Recovered),
        ];
        Assert.Empty(expected.Except(run.Steps.Select(step => (step.Event, step.Reason))));
        Assert.True(run.Statuses.Count < 300);
    }

    [Fact]
    public void Positions_ActivityPerMille_IsTheShareThatChanges()
    {
        var market = new GeneratedMarketOptions { Minutes = 60, Instruments = 3 };
        var population = new PopulationOptions { Accounts = 1_000, ActivityPerMille = 100 };
        int changed = Generator.Positions(MarketSource.Of(market), population)
            .Where(record => record.TimestampMs > market.StartMs + 1).Select(record => record.Key.Split('/')[0]).Distinct().Count();
        Assert.InRange(changed, 60, 140);
    }

    private static InstrumentChange Moved(InstrumentChange change, int pricePerMille) => change with
    {
        Terms = null,
        Values = change.Values with
        {
            Price = change.Values.Price * pricePerMille / 1_000,
            PriceLow = change.Values.PriceLow * pricePerMille / 1_000,
            PriceHigh = change.Values.PriceHigh * pricePerMille / 1_000,
        },
    };

    private static bool IsPerpetual(string instrument) => instrument.EndsWith("-PERP", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, Holding>> Perpetuals(AccountState account) => account.Holdings.Where(held => IsPerpetual(held.Key));

    private static void AssertShare(AccountState[] all, Func<AccountState, bool> kind, int lowPercent, int highPercent) =>
        Assert.InRange(all.Count(kind) * 100, lowPercent * all.Length, highPercent * all.Length);
}
