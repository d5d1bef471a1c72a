using MarginStreams.Cli.Importing;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Tests.Recordings;

namespace MarginStreams.Cli.Tests.Importing;

/// <summary>Updates of an oracle become a market of one base.</summary>
public sealed class OracleImporting : IDisposable
{
    private const string Header = "blockchainTimestamp,oraclePrice";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Updates_ExactPricesAtTheirSeconds()
    {
        string file = _folder.Write("oracle.csv", Header, "1652069091,61.52953631", "1652069111,1e-05", "1652069125,61");
        ImportedMarket market = OracleImport.Load(new OracleImportOptions(file, "LUNA_USD"));
        Assert.Equal(
            ["1652069091000 LUNA-USD 0 6152953631", "1652069111000 LUNA-USD 1 1000", "1652069125000 LUNA-USD 2 6100000000"], ObservationText.Of(market));
        Assert.Equal(["USD", "LUNA", "LUNA-PERP"], market.Instruments.Select(known => known.Id));
        Assert.Empty(OracleRun.Of(market.Records()).Refusals);
    }

    /// <summary>The lines, the line at fault, the field and a part of the message.</summary>
    public static TheoryData<string[], int, string, string> Bad() => new()
    {
        { [Header, "5,1", "5,1"], 3, "blockchainTimestamp", "a time after 5" },
        { [Header, "5,1", "4,1"], 3, "blockchainTimestamp", "a time after 5" },
        { [Header, "5.5,1"], 2, "blockchainTimestamp", "found 5.5" },
        { [Header, "9223372036854775807,1"], 2, "blockchainTimestamp", "seconds" },
        { [Header, "5,0"], 2, "oraclePrice", "above zero" },
        { [Header, "5,-1"], 2, "oraclePrice", "above zero" },
        { [Header, "5,abc"], 2, "oraclePrice", "found abc" },
        { [Header, "5"], 2, "", "expected 2 columns, found 1" },
        { ["blockchainTimestamp,price", "5,1"], 1, "oraclePrice", "the column" },
        { [Header], 0, "", "an empty file" },
        { [], 1, "", "an empty file" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Load_BadFile_NamesFileLineAndField(string[] lines, int line, string field, string part)
    {
        string file = _folder.Write("oracle.csv", lines);
        RecordingException fault = Assert.Throws<RecordingException>(() => OracleImport.Load(new OracleImportOptions(file, "A_B")));
        Assert.Equal((file, line, field), (fault.File, fault.Line, fault.Field));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFileOrNoSymbol_IsRefused()
    {
        Assert.Contains("no such file", Fault(_folder["nothing.csv"], "A_B"), StringComparison.Ordinal);
        Assert.Contains("BASE_QUOTE", Fault(_folder.Write("oracle.csv", Header, "5,1"), "LUNA"), StringComparison.Ordinal);

        static string Fault(string file, string symbol) =>
            Assert.Throws<RecordingException>(() => OracleImport.Load(new OracleImportOptions(file, symbol))).Message;
    }
}
