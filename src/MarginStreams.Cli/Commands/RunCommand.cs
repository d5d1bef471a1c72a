using System.CommandLine;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<string> role = CommonOptions.Choice("--role", "Which topologies to serve.", ServiceRole.All);
        var until = new Option<bool>("--until-caught-up") { Description = "End when every input stands at its end." };
        var liveness = new Option<string?>("--liveness-file") { Description = "Touch this file while the tasks turn.", HelpName = "FILE" };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "run",
            "Serves the topologies on a Kafka cluster, exactly once.",
            "marginstreams run --bootstrap-servers localhost:9092",
            "marginstreams run --role oracle --bootstrap-servers localhost:9092 --registry-url http://localhost:8081/apis/ccompat/v7")
        {
            role, until, liveness,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using var loggers = ConnectionOptions.CreateLoggers();
            using var connected = new Connection(connection.Read(parsed), loggers);
            return new PipelineService(connected, CommonOptions.Read<ServiceRole>(parsed, role), loggers)
                .Run(parsed.GetValue(until), parsed.GetValue(liveness), cancel);
        }));
        return command;
    }
}
