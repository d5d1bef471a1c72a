using MarginStreams.Cli.Importing;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Tests.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Tests.Importing;

/// <summary>Candles become a market: exact prices at the right times, and definitions that stand when the first price comes.</summary>
public sealed class CandleImporting : IDisposable
{
    private const string Header = "date_ms,open,high,low,close,volume";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Closes_ComeAtTheEndOfTheirCandle()
    {
        _folder.Write("BTC_USDT-1m.json", "[", "[60000,1.5,2,1e-05,1.25,10],", "[120000,1.25,1.5,1,1.0,0],", "[600000,1,1,1,1,1]", "]");
        Assert.Equal(["120000 BTC-USDT 0 125000", "180000 BTC-USDT 1 100000", "660000 BTC-USDT 2 100000"], Seen(CandlePath.Close));
    }

    [Fact]
    public void Load_Ohlc_GoesTheWayOfTheCandle()
    {
        _folder.Write("BTC_USDT-1m.csv", Header, "60000,10,14,9,12,1", "120000,12,13,8,11,1");
        Assert.Equal(
            [
                "60000 BTC-USDT 0 10", "80000 BTC-USDT 1 9", "100000 BTC-USDT 2 14", "119999 BTC-USDT 3 12",
                "120000 BTC-USDT 4 12", "140000 BTC-USDT 5 13", "160000 BTC-USDT 6 8", "179999 BTC-USDT 7 11",
            ],
            Seen(CandlePath.Ohlc));
    }

    [Fact]
    public void Load_TwoFiles_OneMarketWithAnAssetAndAPerpetualEach()
    {
        _folder.Write("ETH_USDT-1m-perp.csv", "volume,close,low,high,open,date_ms", "5,3.25,3,4,3.5,60000");
        _folder.Write("BTC_USDT-1m.json", "[[0,2,2,2,2,1],[60000,3,3,3,3,1]]");
        _folder.Write("README.md", "not candles");
        ImportedMarket market = CandleImport.Load(new CandleImportOptions(_folder.Path) { Venue = "v" });

        Assert.Equal(("v", "USDT", -6, "linear"), (market.Venue.Id, market.Venue.Numeraire, market.Venue.NumeraireExponent, market.Venue.RuleSet));
        Assert.Equal(
            [
                "USDT Asset 0 ", "BTC Asset 0 [index, BTC-USDT]", "BTC-PERP Perpetual 0 [mark, BTC-USDT]", "ETH Asset -2 [index, ETH-USDT]",
                "ETH-PERP Perpetual -2 [mark, ETH-USDT]",
            ],
            market.Instruments.Select(known => $"{known.Id} {known.Kind} {known.PriceExponent} {string.Join(' ', known.Feeds)}"));
        Assert.Equal((60000, 120000), (market.FirstMs, market.LastMs));
        Assert.Equal(["60000 BTC-USDT 0 2", "120000 BTC-USDT 1 3", "120000 ETH-USDT 0 325"], Seen(CandlePath.Close));
    }

    [Fact]
    public void WriteTo_Recording_IsTakenByTheOracleWithoutARefusal()
    {
        _folder.Write("BTC_USDT-1m.json", "[[0,20000,20000,20000,20000,1000],[60000,30000,30000,30000,30000,1000]]");
        _folder.Write("X_USDT-1m.json", "[[0,2e-9,2e-9,2e-9,2e-9,1],[60000,3e-9,3e-9,3e-9,3e-9,1]]");
        string recording = _folder["recording"];
        CandleImport.Load(new CandleImportOptions(_folder.Path)).WriteTo(recording, overwrite: false, TestContext.Current.CancellationToken);

        OracleRun run = OracleRun.Of(Recording.Open(recording).Read());
        Assert.Empty(run.Refusals);
        Assert.Equal(["BTC 30000", "BTC-PERP 30000", "USDT ", "X 3", "X-PERP 3"], run.Prices());
    }

    [Fact]
    public void Load_Liquidity_DecidesTheRatios()
    {
        _folder.Write("A_USDT-1m.json", "[[0,2,2,2,2,2000000]]");
        _folder.Write("B_USDT-1m.json", "[[0,2,2,2,2,1999999]]");
        _folder.Write("C_USDT-1m.json", "[[0,2,2,2,2,124999]]");
        long[] initial =
        [
            .. CandleImport.Load(new CandleImportOptions(_folder.Path)).Instruments
                .Where(known => known.Kind == InstrumentKind.Perpetual).Select(known => (long)known.Tables["bracketInitialPpm"][0]),
        ];
        Assert.Equal(initial.Order().Distinct(), initial);
    }

    /// <summary>File, its lines, the line at fault, the field and a part of the message.</summary>
    public static TheoryData<string, string[], int, string, string> Bad() => new()
    {
        { "A_B-1m.csv", [Header, "1,2,2,2,2,1", "1,2,2,2,2,1"], 3, "date_ms", "a time after 1" },
        { "A_B-1m.csv", [Header, "2,2,2,2,2,1", "1,2,2,2,2,1"], 3, "date_ms", "a time after 2" },
        { "A_B-1m.csv", [Header, "x,2,2,2,2,1"], 2, "date_ms", "found x" },
        { "A_B-1m.csv", [Header, "1,2,2,2,2"], 2, "", "expected 6 columns, found 5" },
        { "A_B-1m.csv", [Header, "1,2,2,2,,1"], 2, "close", "a decimal number" },
        { "A_B-1m.csv", [Header, "1,2,2,2,0,1"], 2, "close", "a price above zero, found 0" },
        { "A_B-1m.csv", [Header, "1,-2,2,2,2,1"], 2, "open", "a price above zero, found -2" },
        { "A_B-1m.csv", [Header, "1,2,2,2,NaN,1"], 2, "close", "found NaN" },
        { "A_B-1m.csv", [Header, "1,2,2,2,2e999,1"], 2, "close", "found 2e999" },
        { "A_B-1m.csv", [Header, $"1,2,2,2,1.{new string('1', 76)},1"], 2, "close", "at most 76 digits" },
        { "A_B-1m.csv", [Header, "1,2,2,2,2,-1"], 2, "volume", "zero or more" },
        { "A_B-1m.csv", [Header, "1,2,1,3,2,1"], 2, "high", "a high not below the low 3, found 1" },
        { "A_B-1m.csv", [Header, "1,5,4,3,4,1"], 2, "high", "not below the open 5" },
        { "A_B-1m.csv", [Header, "1,4,5,3,2,1"], 2, "low", "not above the close 2" },
        { "A_B-1m.csv", ["date_ms,open,high,low,volume", "1,2,2,2,1"], 1, "close", "the column in the header" },
        { "A_B-1m.csv", [Header], 0, "", "found an empty file" },
        { "A_B-1m.csv", [], 1, "", "a header" },
        { "A_B-1m.json", ["[", "[1,2,2,2,2,1],", "[2,2,2,2]", "]"], 3, "close", "six numbers in a row, found 4" },
        { "A_B-1m.json", ["[", "[1,2,2,2,2,1],", "[2,2,2,2,2,1,7]", "]"], 3, "", "six numbers in a row, found more" },
        { "A_B-1m.json", ["[", "[1,2,2,2,2,1],", "[2,2,2,2,\"2\",1]", "]"], 3, "close", "a number" },
        { "A_B-1m.json", ["[", "[1,2,2,2,2,1],", "[1,2,2,2,2,1]", "]"], 3, "date_ms", "a time after 1" },
        { "A_B-1m.json", ["[", "[1,2,2,2,2,1],", "[2,2,2,2,2,1"], 4, "", "malformed JSON" },
        { "A_B-1m.json", ["{}"], 1, "", "an array of candles" },
        { "A_B-1m.json", ["[1,2]"], 1, "", "an array of six numbers" },
        { "A_B-1m.json", ["[]"], 0, "", "found an empty file" },
        { "A_B-1m.txt", ["[]"], 0, "", "found an unknown format" },
        { "AB-1m.csv", [Header, "1,2,2,2,2,1"], 0, "", "BASE_QUOTE" },
        { "A_A-1m.csv", [Header, "1,2,2,2,2,1"], 0, "", "a base other than the quote" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Load_BadFile_NamesFileLineAndField(string name, string[] lines, int line, string field, string part)
    {
        string file = _folder.Write(name, lines);
        RecordingException fault = Assert.Throws<RecordingException>(() => CandleImport.Load(new CandleImportOptions(_folder.Path)));
        Assert.Equal((file, line, field), (fault.File, fault.Line, fault.Field));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FilesThatDoNotGoTogether_AreRefused()
    {
        Assert.Contains("no such folder", Fault(_folder["nothing"]), StringComparison.Ordinal);
        Assert.Contains("found none", Fault(_folder.Path), StringComparison.Ordinal);
        _folder.Write("A_B-1m.csv", Header, "1,2,2,2,2,1");
        _folder.Write("C_D-1m.csv", Header, "1,2,2,2,2,1");
        Assert.Contains("expected the quote B", Fault(_folder.Path), StringComparison.Ordinal);
        File.Delete(_folder["C_D-1m.csv"]);
        _folder.Write("A_B-1m.json", "[[1,2,2,2,2,1]]");
        Assert.Contains("a second one of A", Fault(_folder.Path), StringComparison.Ordinal);

        static string Fault(string folder) =>
            Assert.Throws<RecordingException>(() => CandleImport.Load(new CandleImportOptions(folder))).Message;
    }

    private string[] Seen(CandlePath path) => ObservationText.Of(CandleImport.Load(new CandleImportOptions(_folder.Path) { Path = path }));
}
