using MarginStreams.Cli.Generating;
using MarginStreams.Cli.Importing;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Tests.Importing;
using MarginStreams.Cli.Tests.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Tests.Generating;

/// <summary>The same seed gives the same bytes, and what is generated is a recording like any other.</summary>
public sealed class GeneratedRecordings : IDisposable
{
    private static readonly GeneratedMarketOptions Market = new() { Minutes = 30, Instruments = 20, StepMs = 15_000 };
    private static readonly PopulationOptions Population = new() { Accounts = 200, ActivityPerMille = 300 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteTo_SameSeed_SameBytes()
    {
        RecordingFile[] first = Write("a", Market, Population);
        Assert.Equal(first, Write("b", Market, Population));
        RecordingFile[] other = Write("c", Market with { Seed = 2 }, Population with { Seed = 2 });
        Assert.NotEqual(File("oracle-prices.jsonl", first), File("oracle-prices.jsonl", other));
        Assert.NotEqual(File("positions.jsonl", first), File("positions.jsonl", other));
    }

    [Fact]
    public void Read_InMemory_IsWhatTheFilesSay()
    {
        Write("a", Market, Population);
        Assert.Equal(Generator.Read(Market, Population).Select(Text), Recording.Open(_folder["a"]).Read().Select(Text));
    }

    [Fact]
    public void Positions_MoreAccounts_TheFirstOnesStayAsTheyAre()
    {
        string[] few = Keys(50);
        Assert.Equal(few, Keys(80).Take(few.Length));

        static string[] Keys(int accounts) =>
            [.. Generator.Positions(MarketSource.Of(Market), Population with { Accounts = accounts, ActivityPerMille = 0 }).Select(Text)];
    }

    [Fact]
    public void Read_Market_HasEveryPriceAndACrashWithARecovery()
    {
        var market = new GeneratedMarketOptions { Minutes = 600, Instruments = 8, CrashAtPpm = 400_000, CrashDepthPpm = 400_000 };
        Observation[] seen =
        [
            .. MarketSource.Of(market).Read()
                .Where(record => record.Topic == InputTopic.OraclePrices).Select(record => RecordCodecs.Observation.Decode(record.Avro)),
        ];

        Assert.Equal(8 * 601, seen.Length);
        foreach (IGrouping<string, Observation> feed in seen.GroupBy(one => one.Feed))
        {
            long[] prices = [.. feed.Select(one => (long)one.Value)];
            Assert.InRange(prices[276] * 100 / prices[240], 25, 75);
            Assert.True(prices[500] > prices[276], feed.Key);
            Assert.True(prices.Distinct().Count() > 400, feed.Key);
        }
    }

    [Fact]
    public void WriteOnto_Recording_ReplacesPositionsOnlyAndOnlyWhenAsked()
    {
        _folder.Write("BTC_USDT-1m.json", "[[0,20000,20000,20000,20000,1000],[60000,15000,15000,15000,15000,1000]]");
        string folder = _folder["r"];
        CandleImport.Load(new CandleImportOptions(_folder.Path)).WriteTo(folder, overwrite: false, TestContext.Current.CancellationToken);
        RecordingFile[] before = [.. Recording.Open(folder).Files()];

        long written = Generator.WriteOnto(folder, overwrite: false, Population, TestContext.Current.CancellationToken);

        Recording recording = Recording.Open(folder);
        Assert.Equal(before, recording.Files().Where(file => file.Name != "positions.jsonl"));
        RecordedRecord[] positions = [.. recording.Read(InputTopic.Positions)];
        Assert.Equal(written, positions.Length);
        Assert.Equal(60_001, positions[0].TimestampMs);
        Assert.Equal(200, EngineRun.Of(recording.Read()).Steps.Select(step => step.Account).Concat(Accounts(positions)).Distinct().Count());

        Assert.Throws<RecordingException>(() => Generator.WriteOnto(folder, overwrite: false, Population, TestContext.Current.CancellationToken));
        Generator.WriteOnto(folder, overwrite: true, Population with { Accounts = 1, ActivityPerMille = 0 }, TestContext.Current.CancellationToken);
        Assert.Single(Accounts(Recording.Open(folder).Read(InputTopic.Positions)).Distinct());
    }

    [Fact]
    public void Positions_MarketWithNothingToHold_IsRefused()
    {
        SampleLines.Define(_folder);
        _folder.Write("oracle-prices.jsonl", SampleLines.Observation(2000, "ETH-USD", "100"), SampleLines.Observation(3000, "ETH-USD", "100"));
        Assert.Contains("expected one venue, or the choice of one, found v1, v2", Fault(Population), StringComparison.Ordinal);
        Assert.Contains("expected v9, found v1, v2", Fault(Population with { Venue = "v9" }), StringComparison.Ordinal);
        Assert.Contains("expected a perpetual with a price", Fault(Population with { Venue = "v1" }), StringComparison.Ordinal);

        string Fault(PopulationOptions options) =>
            Assert.Throws<RecordingException>(() => Generator.WriteOnto(_folder.Path, overwrite: true, options, TestContext.Current.CancellationToken)).Message;
    }

    /// <summary>Options out of their range, and a part of the message.</summary>
    public static TheoryData<Func<IEnumerable<RecordedRecord>>, string> OutOfRange() => new()
    {
        { () => Generator.Read(Market with { StepMs = 0 }, Population), "step: expected 1 to 60000, found 0" },
        { () => Generator.Read(Market with { Instruments = 0 }, Population), "instruments: " },
        { () => Generator.Read(Market with { CrashDepthPpm = 1_000_001 }, Population), "crash depth: " },
        { () => Generator.Read(Market, Population with { Accounts = 0 }), "accounts: " },
        { () => Generator.Read(Market, Population with { HoldingsMean = 2 }), "holdings mean: expected 3 to 8, found 2" },
        { () => Generator.Read(Market, Population with { DebtSharePpm = -1 }), "debt share: " },
        { () => Generator.Read(Market, Population with { ActivityPerMille = 1_001 }), "activity: " },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Read_OptionOutOfItsRange_IsRefusedBeforeAnythingIsRead(Func<IEnumerable<RecordedRecord>> read, string part)
    {
        CliException refused = Assert.Throws<CliException>(read);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.StartsWith(part, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteOnto_CrashOf2021_EveryAccountStartsHealthy()
    {
        string? data = Environment.GetEnvironmentVariable("MARGINSTREAMS_DATA");
        string source = Path.Combine(data ?? "", "binance_spot_20210519_1m");
        Assert.SkipWhen(string.IsNullOrEmpty(data) || !Directory.Exists(source), "MARGINSTREAMS_DATA has no binance_spot_20210519_1m");
        CandleImport.Load(new CandleImportOptions(source)).WriteTo(_folder["r"], overwrite: false, TestContext.Current.CancellationToken);
        Generator.WriteOnto(_folder["r"], overwrite: false, new PopulationOptions { Accounts = 1_000 }, TestContext.Current.CancellationToken);

        Recording recording = Recording.Open(_folder["r"]);
        EngineRun run = EngineRun.Of(recording.Read().TakeWhile(record => record.TimestampMs <= 1621296060001));
        Assert.Equal(1_000, run.Statuses.Count);
        Assert.All(run.Statuses.Values, status => Assert.Equal(Engine.AccountBand.Healthy, status.Band));
        Assert.Contains(recording.Read(InputTopic.Positions), record => record.TimestampMs > 1621296060001);
    }

    private static string Text(RecordedRecord record) =>
        $"{record.TimestampMs} {record.Topic} {record.Key} {(record.Avro is null ? "none" : Convert.ToHexString(record.Avro))}";

    private static IEnumerable<string> Accounts(IEnumerable<RecordedRecord> positions) => positions.Select(record => record.Key.Split('/')[0]);

    private static RecordingFile File(string name, RecordingFile[] files) => Assert.Single(files, file => file.Name == name);

    private RecordingFile[] Write(string name, GeneratedMarketOptions market, PopulationOptions population)
    {
        Generator.WriteTo(_folder[name], overwrite: false, market, population, TestContext.Current.CancellationToken);
        return [.. Recording.Open(_folder[name]).Files()];
    }
}
