using System.Text.Json;
using MarginStreams.Cli.Importing;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Tests.Recordings;

namespace MarginStreams.Cli.Tests.Importing;

/// <summary>Real files import without a complaint, row for row, and the oracle takes every one of their prices.</summary>
public sealed class RealData : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CandleImport_JsonOfTheCrashOf2021_RowForRow()
    {
        string source = Source("binance_spot_20210519_1m");
        int rows = Directory.EnumerateFiles(source, "*-1m.json").Sum(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetArrayLength());
        Assert.True(rows > 60_000);
        ImportedMarket market = CandleImport.Load(new CandleImportOptions(source));
        Assert.Equal(rows, market.Observations.Count);
        Assert.Equal((31, 1621296060000), (market.Instruments.Count, market.FirstMs));
        Check(market);
        Assert.Equal(4 * rows, CandleImport.Load(new CandleImportOptions(source) { Path = CandlePath.Ohlc }).Observations.Count);
    }

    [Fact]
    public void CandleImport_CsvWithWindows_RowForRow()
    {
        string source = Source("binance_perp_202502_1m");
        int rows = Directory.EnumerateFiles(source, "*-1m-perp.csv").Sum(file => File.ReadLines(file).Count() - 1);
        Assert.True(rows > 50_000);
        ImportedMarket market = CandleImport.Load(new CandleImportOptions(source));
        Assert.Equal(rows, market.Observations.Count);
        Check(market);
    }

    [Fact]
    public void OracleImport_UpdatesOfLuna_RowForRow()
    {
        string file = Path.Combine(Source("luna_oracle_20220509"), "oracle.csv");
        ImportedMarket market = OracleImport.Load(new OracleImportOptions(file, "LUNA_USD"));
        Assert.Equal(File.ReadLines(file).Count() - 1, market.Observations.Count);
        Check(market);
    }

    private static string Source(string name)
    {
        string? data = Environment.GetEnvironmentVariable("MARGINSTREAMS_DATA");
        string folder = Path.Combine(data ?? "", name);
        Assert.SkipWhen(string.IsNullOrEmpty(data) || !Directory.Exists(folder), $"MARGINSTREAMS_DATA has no {name}");
        return folder;
    }

    private void Check(ImportedMarket market)
    {
        market.WriteTo(_folder.Path, overwrite: true, TestContext.Current.CancellationToken);
        RecordedRecord[] read = [.. Recording.Open(_folder.Path).Read()];
        Assert.Equal(market.Observations.Count + market.Instruments.Count + 1, read.Length);
        Assert.Empty(OracleRun.Of(read).Refusals);
    }
}
