using System.CommandLine;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Journals;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Transfer;
using MarginStreams.Cli.Verifying;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("run")
        {
            Description = "Folder of the run (default: the live run whose topics are on a cluster).", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> recording = CommonOptions.MovedRecording();
        Option<bool> json = CommonOptions.Json();
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "verify",
            "Recomputes a run, or what a service wrote, with the reference engine and compares every trigger; exits 5 where they differ.",
            "marginstreams verify may19-run",
            "marginstreams verify may19-run --json",
            "marginstreams verify --bootstrap-servers localhost:9092")
        {
            run, recording, json,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            if (parsed.GetValue(run) is not { } folder)
            {
                return VerifyLive(connection, parsed, parsed.GetValue(json), cancel);
            }

            using var topics = new OpenedWhenNeeded(() => connection.OpenInsteadOf("recording of the run", parsed));
            Verification found = RunVerifier.Verify(new RunFolder(folder), source => Reopen(source, parsed.GetValue(recording), topics), cancel);
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

    private static ExitCode VerifyLive(ConnectionOptions options, ParseResult parsed, bool asJson, CancellationToken cancel)
    {
        using Connection connection = options.OpenInsteadOf("run", parsed);
        LiveVerification found = LiveVerifier.Verify(connection, cancel);
        foreach (string what in found.Mismatches.Concat(found.Gaps.Select(gap => $"cannot be verified: {gap}")))
        {
            Console.Error.WriteLine(what);
        }

        LastLine.Print(Figures(found), asJson);
        return found.Mismatches.Count > 0 ? ExitCode.VerificationMismatch
            : found.Gaps.Count > 0 ? ExitCode.InputInvalid
            : ExitCode.Ok;
    }

    private static IEnumerable<RecordedRecord> Reopen(RunSource source, string? elsewhere, OpenedWhenNeeded topics)
    {
        if (source.Topics is not { } read || elsewhere is not null)
        {
            return RunSources.Reopen(source, elsewhere).Read();
        }

        return read.IsByJournal
            ? throw new CliException(
                ExitCode.InputInvalid, $"this run is the live run of {source.Path} once more: verify that, by --bootstrap-servers or --log and without a run")
            : new ClusterInputs(topics.Connection, read.Stretches, skipsInvalid: true) { KeepsPlaces = read.KeepsPlaces }.Read();
    }

    private static JsonObject Figures(Verification found) => new()
    {
        ["verified"] = found.IsVerified,
        ["triggers"] = found.Triggers,
        ["missed"] = found.Comparison.Missed,
        ["false"] = found.Comparison.False,
        ["different"] = found.Comparison.Different,
        ["mismatches"] = new JsonArray([.. found.Comparison.Mismatches.Select(ToJson)]),
        ["others"] = Texts(found.Others),
        ["elapsedMs"] = found.ElapsedMs,
    };

    private static JsonObject Figures(LiveVerification found) => new()
    {
        ["verified"] = found.IsVerified,
        ["frames"] = found.Frames,
        ["triggers"] = found.Triggers,
        ["commits"] = found.Commits,
        ["missed"] = found.Missed,
        ["false"] = found.False,
        ["different"] = found.Different,
        ["unverifiable"] = found.Gaps.Count,
        ["mismatches"] = Texts(found.Mismatches),
        ["gaps"] = Texts(found.Gaps),
        ["elapsedMs"] = found.ElapsedMs,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject ToJson(TriggerMismatch mismatch) => new()
    {
        ["triggerId"] = mismatch.TriggerId, ["account"] = mismatch.Account, ["line"] = mismatch.Line, ["what"] = mismatch.What,
    };

    /// <summary>A connection that most runs do without.</summary>
    private sealed class OpenedWhenNeeded(Func<Connection> open) : IDisposable
    {
        private Connection? _connection;

        public Connection Connection => _connection ??= open();

        public void Dispose() => _connection?.Dispose();
    }
}
