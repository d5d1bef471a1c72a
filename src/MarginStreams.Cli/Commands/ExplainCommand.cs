using System.CommandLine;
using MarginStreams.Cli.Explaining;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams explain</c>.</summary>
internal static class ExplainCommand
{
    public static System.CommandLine.Command Create()
    {
        var account = new Argument<string>("account") { Description = "Account id, venue:rest." };
        var run = new Option<string>("--run") { Description = "Folder of the run.", HelpName = "RUN", Required = true };
        Option<long?> at = CommonOptions.Number("--at", "Explain the judgement at this frame instead of a trigger.", "FRAME");
        var trigger = new Option<string?>("--trigger")
        {
            Description = "Explain this trigger; without it the account's latest, or where it has none its judgement at the last frame.",
            HelpName = "ID",
        };
        Option<string?> recording = CommonOptions.MovedRecording();
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "explain",
            "Prints the arithmetic of one decision line by line, with units, rounding, and the records it came from.",
            "marginstreams explain sim:0x00… --run may19-run",
            "marginstreams explain sim:0x00… --run may19-run --at 2000",
            "marginstreams explain sim:0x00… --run may19-run --trigger 83323c10621531f3340a95d7ee7bf6b9 --json")
        {
            account, run, at, trigger, recording, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(at) is not null && result.GetResult(trigger) is not null)
            {
                result.AddError("--at and --trigger exclude each other");
            }
        });
        command.SetAction((parsed, _) => CommandTask.Run(() =>
        {
            var finder = new DecisionFinder(
                new RunFolder(parsed.GetRequiredValue(run)), parsed.GetRequiredValue(account), parsed.GetValue(recording));
            Decision decision =
                parsed.GetValue(at) is { } frame ? finder.AtFrame(frame)
                : parsed.GetValue(trigger) is { } id ? finder.AtTrigger(id)
                : finder.Latest();
            var wire = new WireFormat(new LocalSchemaIds());
            if (parsed.GetValue(json))
            {
                LastLine.Print(DecisionJson.Of(decision, wire), asJson: true);
            }
            else
            {
                new DecisionText(Console.Out, wire).Print(decision);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
