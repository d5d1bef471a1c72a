using System.CommandLine;
using MarginStreams.Cli.Importing;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create() => new CliCommand(
        "import",
        "Makes a recording from candles or from the updates of an oracle.",
        "marginstreams import candles DIR --out may19",
        "marginstreams import oracle oracle.csv --symbol LUNA_USD --out luna")
    {
        Candles(),
        Oracle(),
    };

    private static CliCommand Candles()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of BASE_QUOTE-1m*.json or .csv files." };
        Option<string> output = Output();
        Option<string> venue = Venue();
        Option<string> path = CommonOptions.Choice(
            "--path", "Which prices of a candle become observations: the close alone, or open, both extremes and close.", CandlePath.Close);
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "candles", "Makes a recording from a folder of candles.", "marginstreams import candles DIR --out may19 --path ohlc")
        {
            folder, output, venue, path, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() => Write(
            CandleImport.Load(new CandleImportOptions(parsed.GetRequiredValue(folder))
            {
                Venue = parsed.GetRequiredValue(venue),
                Path = CommonOptions.Read<CandlePath>(parsed, path),
            }),
            parsed.GetRequiredValue(output),
            parsed.GetValue(json),
            cancel)));
        return command;
    }

    private static CliCommand Oracle()
    {
        var file = new Argument<string>("file")
        {
            Description = "CSV file with the columns blockchainTimestamp (seconds) and oraclePrice, or a folder with oracle.csv.",
        };
        Option<string> output = Output();
        Option<string> venue = Venue();
        Option<bool> json = CommonOptions.Json();
        var symbol = new Option<string>("--symbol")
        {
            Description = "What it is the price of, BASE_QUOTE.", DefaultValueFactory = _ => "BASE_USD", HelpName = "BASE_QUOTE",
        };
        var command = new CliCommand(
            "oracle", "Makes a recording from the updates of an on-chain oracle.", "marginstreams import oracle oracle.csv --symbol LUNA_USD --out luna")
        {
            file, output, venue, symbol, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            string path = parsed.GetRequiredValue(file);
            path = Directory.Exists(path) ? Path.Combine(path, "oracle.csv") : path;
            var options = new OracleImportOptions(path, parsed.GetRequiredValue(symbol)) { Venue = parsed.GetRequiredValue(venue) };
            return Write(OracleImport.Load(options), parsed.GetRequiredValue(output), parsed.GetValue(json), cancel);
        }));
        return command;
    }

    private static ExitCode Write(ImportedMarket market, string folder, bool asJson, CancellationToken cancel)
    {
        RecordingFolder.RequireWritable(folder);
        market.WriteTo(folder, overwrite: true, cancel);
        LastLine.Print(
            new()
            {
                ["venue"] = market.Venue.Id,
                ["instruments"] = market.Instruments.Count,
                ["observations"] = market.Observations.Count,
                ["fromMs"] = market.FirstMs,
                ["toMs"] = market.LastMs,
            },
            asJson);
        return ExitCode.Ok;
    }

    private static Option<string> Output() =>
        new("--out", "-o") { Description = "Folder for the recording; what was imported into it before is replaced.", HelpName = "DIR", Required = true };

    private static Option<string> Venue() =>
        new("--venue") { Description = "Id of the venue that is made.", DefaultValueFactory = _ => "sim", HelpName = "ID" };
}
