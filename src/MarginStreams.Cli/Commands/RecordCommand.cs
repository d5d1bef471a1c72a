using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Transfer;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams record</c>.</summary>
internal static class RecordCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out", "-o")
        {
            Description = "Folder for the recording; it must not hold one yet.", HelpName = "DIR", Required = true,
        };
        Option<DateTimeOffset?> from = CommonOptions.Time("--from", "Records from this time on, UTC (default: the beginning).");
        Option<DateTimeOffset?> to = CommonOptions.Time("--to", "Records before this time, UTC (default: what stands there now).");
        Option<bool> json = CommonOptions.Json();
        var skip = new Option<bool>("--skip-invalid") { Description = "Name records that cannot be decoded on stderr and go on, instead of stopping." };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "record",
            "Records a stretch of the input topics of a cluster, with partitions and offsets.",
            "marginstreams record --out today --bootstrap-servers localhost:9092",
            "marginstreams record --out crash --from 2021-05-19T12:00Z --to 2021-05-19T14:00Z --bootstrap-servers localhost:9092")
        {
            output, from, to, skip, json,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using Connection connected = connection.Open(parsed);
            using var writer = new RecordingWriter(parsed.GetRequiredValue(output), overwrite: false, InputTopics.All.ToArray());
            var stretch = new RecordingStretch(
                parsed.GetValue(from)?.ToUnixTimeMilliseconds(), parsed.GetValue(to)?.ToUnixTimeMilliseconds());
            ClusterInputs inputs = ClusterInputs.Of(connected, stretch, parsed.GetValue(skip));
            IReadOnlyDictionary<InputTopic, long> counts = ClusterRecorder.Record(inputs, writer, cancel);
            writer.Commit();
            foreach (string place in inputs.Skipped)
            {
                Console.Error.WriteLine(place);
            }

            var figures = new JsonObject();
            foreach ((InputTopic topic, long count) in counts)
            {
                figures[JsonNamingPolicy.CamelCase.ConvertName(topic.ToString())] = count;
            }

            figures["skipped"] = inputs.Skipped.Count;
            LastLine.Print(figures, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }
}
