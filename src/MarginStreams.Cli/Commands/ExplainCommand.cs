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
        var at = new Option<long?>("--at") { Description = "Explain the judgement at this frame instead of a trigger.", HelpName = "FRAME" };
        var trigger = new Option<string?>("--trigger") { Description = "Explain this trigger; without it the account's latest.", HelpName = "ID" };
        var recording = new Option<string?>("--recording") { Description = "Where the recording is by now, if it was moved.", HelpName = "DIR" };
        var command = new CliCommand(
            "explain",
            "Prints the arithmetic of one decision line by line, with units, rounding, and the records it came from.",
            "marginstreams explain sim:0x00… --run may19-run",
            "marginstreams explain sim:0x00… --run may19-run --at 2000")
        {
            account, run, at, trigger, recording,
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
            Decision decision = parsed.GetValue(at) is { } frame ? finder.AtFrame(frame) : finder.AtTrigger(parsed.GetValue(trigger));
            new DecisionText(Console.Out, new WireFormat(new LocalSchemaIds())).Print(decision);
            return ExitCode.Ok;
        }));
        return command;
    }
}
