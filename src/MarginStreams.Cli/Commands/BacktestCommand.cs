using System.CommandLine;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Journals;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Transfer;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams backtest</c>.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var recording = new Argument<string?>("recording")
        {
            Description = "Folder of the recording (default: the topics of a cluster).", Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string>("--out", "-o")
        {
            Description = "Folder for the run; a former run in it is replaced.", HelpName = "RUN", Required = true,
        };
        Option<bool> json = CommonOptions.Json();
        var pipeline = new PipelineCommandOptions();
        var topics = new TopicsOptions();
        var command = new CliCommand(
            "backtest",
            "Runs a recording, or what stands in topics, through both topologies on the embedded log: same input, same bytes.",
            "marginstreams backtest may19 --out may19-run",
            "marginstreams backtest may19 --out may19-run --json | tail -n 1",
            "marginstreams backtest --bootstrap-servers localhost:9092 --frame-interval-ms 1000 --out what-if",
            "marginstreams backtest --bootstrap-servers localhost:9092 --journal --out once-more")
        {
            recording, output, json,
        };
        pipeline.AddTo(command);
        topics.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(topics.Journal) && result.GetValue(recording) is not null)
            {
                result.AddError("--journal: expected topics instead of a recording, which has no journal");
            }
        });
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(output));
            folder.RequireWritable();
            (RunResult result, RunOutcome outcome) = parsed.GetValue(recording) is { } source
                ? Backtest.Run(Recording.Open(source), pipeline.Read(parsed), cancel)
                : topics.Run(parsed, pipeline, cancel);
            folder.Write(result with { ElapsedMs = null }, outcome, cancel);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(result.ToJson());
            }
            else
            {
                RunReport.Print(result, folder.Path);
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>The options of a backtest of topics.</summary>
    private sealed class TopicsOptions
    {
        private readonly Option<DateTimeOffset?> _from =
            CommonOptions.Time("--from", "Of topics: prices and commands from this time on, UTC; definitions and positions are read from their beginning.");
        private readonly Option<DateTimeOffset?> _to = CommonOptions.Time("--to", "Of topics: records before this time, UTC (default: what stands there now).");
        private readonly Option<bool> _skip = new("--skip-invalid")
        {
            Description = "Of topics: name records that cannot be decoded on stderr and go on, instead of stopping.",
        };
        private readonly ConnectionOptions _connection = new();

        public Option<bool> Journal { get; } = new("--journal")
        {
            Description = "Of topics: take positions and frames in the order in which the live tasks took them; the triggers are theirs, byte for byte.",
        };

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[] { Journal, _from, _to, _skip })
            {
                command.Options.Add(option);
            }

            _connection.AddTo(command);
        }

        public (RunResult Result, RunOutcome Outcome) Run(ParseResult parsed, PipelineCommandOptions pipeline, CancellationToken cancel)
        {
            using Connection connection = _connection.OpenInsteadOf("recording", parsed);
            if (!parsed.GetValue(Journal))
            {
                return Run(connection, parsed, pipeline, cancel);
            }

            if (pipeline.AreGiven(parsed) || parsed.GetValue(_from) is not null || parsed.GetValue(_to) is not null)
            {
                throw new CliException(ExitCode.Usage, "--journal: expected no other way to run it, and no stretch of it: it is the live run as it was");
            }

            return JournalBacktest.Run(connection, ConnectionOptions.PlaceOf(connection), cancel);
        }

        private (RunResult Result, RunOutcome Outcome) Run(
            Connection connection, ParseResult parsed, PipelineCommandOptions pipeline, CancellationToken cancel)
        {
            string positions = connection.Options.Topics.Positions;
            int count = connection.Cluster.Admin.PartitionCount(positions)
                ?? throw new CliException(ExitCode.Configuration, $"topic {positions} does not exist");
            PipelineOptions options = pipeline.Read(parsed, connection.Options with { PartitionCount = count });
            var stretch = new RecordingStretch(parsed.GetValue(_from)?.ToUnixTimeMilliseconds(), parsed.GetValue(_to)?.ToUnixTimeMilliseconds())
            {
                IsWithWholeTables = true,
            };
            ClusterInputs found = ClusterInputs.Of(connection, stretch, parsed.GetValue(_skip));
            bool keepsPlaces = found.KeepsPlaces && options.PartitionCount == count;
            var inputs = new ClusterInputs(connection, found.Stretches, parsed.GetValue(_skip)) { KeepsPlaces = keepsPlaces };
            var source = new RunSource(ConnectionOptions.PlaceOf(connection), [])
            {
                Topics = new RunTopics(IsByJournal: false, inputs.Stretches) { KeepsPlaces = keepsPlaces },
            };
            (RunResult Result, RunOutcome Outcome) run = Backtest.Run(inputs.Read(), source, options, cancel);
            foreach (string place in inputs.Skipped)
            {
                Console.Error.WriteLine(place);
            }

            return run;
        }
    }
}
