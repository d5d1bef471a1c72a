using System.CommandLine;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of the run." };
        Option<string?> recording = CommonOptions.MovedRecording();
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "verify",
            "Recomputes a run by brute force with the reference engine and compares every trigger; exits 5 where they differ.",
            "marginstreams verify may19-run",
            "marginstreams verify may19-run --json")
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

            LastLine.Print(Figures(found), parsed.GetValue(json));
            return found.IsVerified ? ExitCode.Ok : ExitCode.VerificationMismatch;
        }));
        return command;
    }

    private static JsonObject Figures(Verification found) => new()
    {
        ["verified"] = found.IsVerified,
        ["triggers"] = found.Triggers,
        ["missed"] = found.Comparison.Missed,
        ["false"] = found.Comparison.False,
        ["different"] = found.Comparison.Different,
        ["mismatches"] = new JsonArray([.. found.Comparison.Mismatches.Select(ToJson)]),
        ["others"] = new JsonArray([.. found.Others.Select(other => JsonValue.Create(other))]),
        ["elapsedMs"] = found.ElapsedMs,
    };

    private static JsonObject ToJson(TriggerMismatch mismatch) => new()
    {
        ["triggerId"] = mismatch.TriggerId, ["account"] = mismatch.Account, ["line"] = mismatch.Line, ["what"] = mismatch.What,
    };
}
