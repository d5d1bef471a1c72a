using System.CommandLine;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Inspecting;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams inspect</c>.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var topic = new Argument<string>("topic") { Description = "Name of the topic, with or without the prefix, such as liquidation-triggers." };
        Option<long?> partition = CommonOptions.Number("--partition", "One partition (default: all, one after the other).", "N");
        Option<long?> offset = CommonOptions.Number("--offset", "Records from this offset on; needs --partition.", "N");
        Option<DateTimeOffset?> from = CommonOptions.Time("--from", "Records from this time on, UTC (default: the beginning).");
        Option<DateTimeOffset?> to = CommonOptions.Time("--to", "Records before this time, UTC (default: what stands there now).");
        Option<long?> count = CommonOptions.Number("--count", "The first N of them (default: all).", "N");
        var values = new Option<bool>("--values-only") { Description = "The values alone; of triggers, the lines that backtest --out writes." };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "inspect",
            "Prints the committed records of a topic, one JSON object a line.",
            "marginstreams inspect liquidation-triggers --values-only --bootstrap-servers localhost:9092",
            "marginstreams inspect frames --count 3 --log runs/log",
            "marginstreams inspect positions --partition 2 --offset 1000 --count 10 --bootstrap-servers localhost:9092")
        {
            topic, partition, offset, from, to, count, values,
        };
        connection.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(offset) is not null && result.GetResult(partition) is null)
            {
                result.AddError("--offset: expected a --partition with it");
            }
        });
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using Connection connected = connection.Open(parsed);
            var stretch = new InspectedStretch(
                (int?)parsed.GetValue(partition),
                parsed.GetValue(offset),
                parsed.GetValue(from)?.ToUnixTimeMilliseconds(),
                parsed.GetValue(to)?.ToUnixTimeMilliseconds());
            using var lines = new RecordLine(connected.Wire);
            bool valuesOnly = parsed.GetValue(values);
            using var output = new BufferedStream(Console.OpenStandardOutput());
            long left = parsed.GetValue(count) ?? long.MaxValue;
            foreach (LogRecord record in new InspectedTopic(connected, parsed.GetRequiredValue(topic)).Read(stretch))
            {
                cancel.ThrowIfCancellationRequested();
                if (left-- <= 0)
                {
                    break;
                }

                output.Write(valuesOnly ? lines.ValueOf(record) : lines.Of(record));
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
