using System.CommandLine;
using System.Text.Json;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of the run." };
        var recording = new Option<string?>("--recording") { Description = "Where the recording is by now, if it was moved.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "verify",
            "Recomputes a run by brute force with the reference engine and compares every trigger; exits 5 where they differ.",
            "marginstreams verify may19-run")
        {
            run, recording, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            Verification found = RunVerifier.Verify(new RunFolder(parsed.GetRequiredValue(run)), parsed.GetValue(recording), cancel);
            foreach (TriggerMismatch mismatch in found.Comparison.Mismatches)
            {
                Console.Error.WriteLine($"triggers.jsonl:{mismatch.Line}: trigger {mismatch.TriggerId} of {mismatch.Account}: {mismatch.What}");
            }

            foreach (string other in found.Others)
            {
                Console.Error.WriteLine(other);
            }

            Print(found, parsed.GetValue(json));
            return found.IsVerified ? ExitCode.Ok : ExitCode.VerificationMismatch;
        }));
        return command;
    }

    private static void Print(Verification found, bool asJson)
    {
        TriggerComparison comparison = found.Comparison;
        if (!asJson)
        {
            Console.Out.WriteLine(
                $"verified={(found.IsVerified ? "true" : "false")} triggers={found.Triggers} missed={comparison.Missed} false={comparison.False} "
                + $"different={comparison.Different} elapsedMs={found.ElapsedMs}");
            return;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("verified", found.IsVerified);
            writer.WriteNumber("triggers", found.Triggers);
            writer.WriteNumber("missed", comparison.Missed);
            writer.WriteNumber("false", comparison.False);
            writer.WriteNumber("different", comparison.Different);
            writer.WriteStartArray("mismatches");
            foreach (TriggerMismatch mismatch in comparison.Mismatches)
            {
                writer.WriteStartObject();
                writer.WriteString("triggerId", mismatch.TriggerId);
                writer.WriteString("account", mismatch.Account);
                writer.WriteNumber("line", mismatch.Line);
                writer.WriteString("what", mismatch.What);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("others");
            foreach (string other in found.Others)
            {
                writer.WriteStringValue(other);
            }

            writer.WriteEndArray();
            writer.WriteNumber("elapsedMs", found.ElapsedMs);
            writer.WriteEndObject();
        }

        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
