using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Cli.Terminal;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams run</c>.</summary>
internal static class RunCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        Option<string> role = CommonOptions.Choice("--role", "Which topologies to serve.", ServiceRole.All);
        var until = new Option<bool>("--until-caught-up") { Description = "End when every input stands at its end." };
        var replay = new Option<string?>("--replay")
        {
            Description = "Publish a recording into the inputs first; what stands there of it already is passed over.", HelpName = "DIR",
        };
        var liveness = new Option<string?>("--liveness-file") { Description = "Touch this file while the tasks turn.", HelpName = "FILE" };
        var print = new Option<bool>("--print-config") { Description = "Print the configuration that counts, without its secrets, and end." };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "run",
            "Serves the topologies, exactly once; health and metrics by HTTP.",
            "marginstreams run --bootstrap-servers localhost:9092",
            "marginstreams run --role oracle --bootstrap-servers localhost:9092 --registry-url http://localhost:8081/apis/ccompat/v7",
            "marginstreams run --log runs/log --replay may19 --until-caught-up",
            "marginstreams run --print-config")
        {
            role, until, replay, liveness, print,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            if (parsed.GetValue(print))
            {
                Console.Out.WriteLine(EffectiveSettings.Of(connection.Read(parsed)).ToJsonString(Indented));
                return ExitCode.Ok;
            }

            StatusLine? line = StatusLine.Install();
            using Connection connected = connection.Open(parsed);
            var request = new ServiceRequest(
                CommonOptions.Read<ServiceRole>(parsed, role), parsed.GetValue(until), parsed.GetValue(liveness), parsed.GetValue(replay))
            {
                Line = line,
            };
            return new PipelineService(connected, request).Run(cancel);
        }));
        return command;
    }
}
