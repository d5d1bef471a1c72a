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
        var speed = new Option<double>("--speed")
        {
            Description = "How many times faster than it was recorded; 0 is as fast as the broker takes it.", HelpName = "X",
        };
        var rebase = new Option<bool>("--rebase") { Description = "Stamp each record with the time at which it is due, instead of its own; needs --speed." };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "replay",
            "Publishes a recording to a cluster.",
            "marginstreams replay may19 --bootstrap-servers localhost:9092",
            "marginstreams replay may19 --bootstrap-servers localhost:9092 --speed 60 --rebase")
        {
            recording, speed, rebase,
        };
        connection.AddTo(command);
        speed.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() >= 0))
            {
                result.AddError("--speed must be 0 or more");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(rebase) && !(result.GetValue(speed) > 0))
            {
                result.AddError("--rebase needs a --speed above 0");
            }
        });
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using var loggers = ConnectionOptions.CreateLoggers();
            Recording source = Recording.Open(parsed.GetRequiredValue(recording));
            using var connected = new Connection(connection.Read(parsed), loggers);
            var pace = new ReplayPace(parsed.GetValue(speed), parsed.GetValue(rebase));
            long records = ClusterReplay.Publish(source, connected, pace, TimeProvider.System, cancel);
            Console.Out.WriteLine($"records={records}");
            return ExitCode.Ok;
        }));
        return command;
    }
}
