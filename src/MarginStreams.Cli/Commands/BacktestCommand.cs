using System.CommandLine;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams backtest</c>.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var recording = new Argument<string>("recording") { Description = "Folder of the recording." };
        var output = new Option<string>("--out", "-o")
        {
            Description = "Folder for the run; a former run in it is replaced.", HelpName = "RUN", Required = true,
        };
        Option<bool> json = CommonOptions.Json();
        var pipeline = new PipelineCommandOptions();
        var command = new CliCommand(
            "backtest",
            "Runs a recording through both topologies on the embedded log: same input, same bytes.",
            "marginstreams backtest may19 --out may19-run",
            "marginstreams backtest may19 --out may19-run --json | tail -n 1")
        {
            recording, output, json,
        };
        pipeline.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(output));
            folder.RequireWritable();
            (RunResult result, RunOutcome outcome) = Backtest.Run(
                Recording.Open(parsed.GetRequiredValue(recording)), pipeline.Read(parsed), cancel);
            folder.Write(result with { ElapsedMs = null }, outcome, cancel);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(result.ToJson());
            }
            else
            {
                RunReport.Print(result, folder.Path);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
