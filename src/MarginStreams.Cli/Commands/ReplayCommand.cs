using System.CommandLine;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Transfer;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams replay</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var recording = new Argument<string>("recording") { Description = "Folder of the recording." };
        Option<double> speed = CommonOptions.Factor("--speed", "How many times faster than it was recorded; 0 is as fast as the broker takes it.");
        var rebase = new Option<bool>("--rebase") { Description = "Stamp each record with the time at which it is due, instead of its own; needs --speed." };
        Option<bool> json = CommonOptions.Json();
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "replay",
            "Publishes a recording to a cluster.",
            "marginstreams replay may19 --bootstrap-servers localhost:9092",
            "marginstreams replay may19 --bootstrap-servers localhost:9092 --speed 60 --rebase")
        {
            recording, speed, rebase, json,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            var pace = new ReplayPace(parsed.GetValue(speed), parsed.GetValue(rebase));
            if (pace is { Rebase: true, Speed: 0 })
            {
                throw new CliException(ExitCode.Usage, "--rebase: expected a --speed above 0 with it");
            }

            Recording source = Recording.Open(parsed.GetRequiredValue(recording));
            using Connection connected = connection.Open(parsed);
            long records = ClusterReplay.Publish(source, connected, pace, TimeProvider.System, cancel);
            LastLine.Print(new() { ["records"] = records }, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }
}
