using System.CommandLine;
using System.Text.Json;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Redriving;
using MarginStreams.Cli.Inspecting;
using MarginStreams.Cli.Runs;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams deadletters</c>.</summary>
internal static class DeadLettersCommand
{
    public static Command Create() => new CliCommand(
        "deadletters",
        "Looks at records that could not be used, and puts them back.",
        "marginstreams deadletters list --bootstrap-servers localhost:9092",
        "marginstreams deadletters redrive --dry-run --bootstrap-servers localhost:9092")
    {
        CreateList(), CreateRedrive(),
    };

    private static CliCommand CreateList()
    {
        var reason = new Option<string?>("--reason") { Description = "Those of one reason, such as UnknownInstrument.", HelpName = "REASON" };
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "list",
            "Prints each dead letter as one JSON object a line: where it stood, its key, and why it is here.",
            "marginstreams deadletters list --reason WrongPartition --bootstrap-servers localhost:9092")
        {
            reason,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using Connection connected = connection.Open(parsed);
            var topic = new InspectedTopic(connected, connected.Options.Topics.DeadLetters);
            foreach (DeadLetter letter in topic.Read(new(null, null, null, null)).Select(DeadLetter.Of))
            {
                cancel.ThrowIfCancellationRequested();
                if (parsed.GetValue(reason) is not { } only || only == letter.Line.Reason)
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(letter.Line, RunJson.Default.DeadLetterLine));
                }
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static CliCommand CreateRedrive()
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only tell what would be done." };
        Option<bool> json = CommonOptions.Json();
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "redrive",
            "Puts each dead letter back into its topic, once; not where a later record of its key came meanwhile.",
            "marginstreams deadletters redrive --dry-run --bootstrap-servers localhost:9092")
        {
            dry, json,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using Connection connected = connection.Open(parsed);
            var counts = new long[Enum.GetValues<RedriveOutcome>().Length];
            new Redrive(connected).Run(parsed.GetValue(dry), Tell, cancel);
            LastLine.Print(
                new() { ["republished"] = counts[(int)RedriveOutcome.Republished], ["superseded"] = counts[(int)RedriveOutcome.Superseded] },
                parsed.GetValue(json));
            return ExitCode.Ok;

            void Tell(DeadLetter letter, RedriveOutcome outcome, int partition)
            {
                counts[(int)outcome]++;
                Console.Error.WriteLine($"{letter.Line.Topic}-{letter.Line.Partition}@{letter.Line.Offset} {letter.Line.Reason} {letter.Line.Key}: "
                    + (outcome == RedriveOutcome.Republished ? $"republished to partition {partition}" : "superseded by a later record of its key"));
            }
        }));
        return command;
    }
}
