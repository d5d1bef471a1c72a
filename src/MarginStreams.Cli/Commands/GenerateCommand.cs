using System.CommandLine;
using MarginStreams.Cli.Generating;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams generate</c>.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var onto = new Option<string?>("--onto")
        {
            Description = "Recording whose first prices the accounts are made for; its positions are replaced.", HelpName = "DIR",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "Folder for a whole recording: a generated market with its accounts.", HelpName = "DIR",
        };
        var population = new PopulationCommandOptions();
        var market = new MarketCommandOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "generate",
            "Makes a seeded population of accounts, onto a recording or with a market of its own. The same seed gives the same bytes.",
            "marginstreams generate --onto may19 --accounts 100000 --seed 7",
            "marginstreams generate --out market --accounts 20000 --seed 7 --minutes 480")
        {
            onto, output, json,
        };
        population.AddTo(command);
        market.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(onto) is null) == (result.GetValue(output) is null))
            {
                result.AddError("expected either --onto DIR or --out DIR");
            }
        });
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            PopulationOptions accounts = population.Read(parsed);
            long records;
            if (parsed.GetValue(onto) is { } recording)
            {
                records = Generator.WriteOnto(recording, overwrite: true, accounts, cancel);
            }
            else
            {
                string folder = parsed.GetValue(output)!;
                RecordingFolder.RequireWritable(folder);
                records = Generator.WriteTo(folder, overwrite: true, market.Read(parsed, accounts.Seed), accounts, cancel);
            }

            LastLine.Print(new() { ["accounts"] = accounts.Accounts, ["records"] = records, ["seed"] = accounts.Seed }, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }
}
