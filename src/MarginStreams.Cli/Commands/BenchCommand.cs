using System.CommandLine;
using MarginStreams.Cli.Configuring;
using MarginStreams.Benchmarks;
using MarginStreams.Cli.Benching;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create() => new CliCommand(
        "bench",
        "Measures how fast it is on this machine, as ratios against brute force, and holds that against budgets.",
        "marginstreams bench engine --quick")
    {
        Engine(),
        Streams(),
        Peers(),
    };

    private static CliCommand Engine()
    {
        var quick = new Option<bool>("--quick") { Description = "A tenth of the size, in a few seconds." };
        Option<ulong> seed = CommonOptions.Bounded("--seed", "Seed of what is drawn.", 7UL, ulong.MinValue, ulong.MaxValue);
        var only = new Option<string>("--only")
        {
            Description = "Run only the sections whose name begins so.", DefaultValueFactory = _ => "", HelpName = "PREFIX",
        };
        only.Validators.Add(result =>
        {
            string prefix = result.GetValueOrDefault<string>();
            if (!EngineBench.SectionNames.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                result.AddError($"--only: expected the beginning of one of {string.Join(", ", EngineBench.SectionNames)}, but it is {prefix}");
            }
        });
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "engine",
            "Measures the parts of the engine: one name=value a line, then whether each budget holds. A budget that is missed is a report; "
            + "a result that brute force does not give exits 5.",
            "marginstreams bench engine",
            "marginstreams bench engine --quick --only index_crash5")
        {
            quick, seed, only, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            var context = new BenchContext(parsed.GetValue(seed), parsed.GetValue(quick), cancel);
            BenchVerdict verdict = EngineBench.Run(context, parsed.GetRequiredValue(only), Console.Out.WriteLine);
            LastLine.Print(new() { ["budgets"] = verdict.Budgets, ["missed"] = verdict.Missed }, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static CliCommand Streams()
    {
        Option<int> positions = CommonOptions.Bounded("--positions", "Accounts, with one position each.", 1_000_000, 1, StreamBenchOptions.PositionsMax);
        var quick = new Option<bool>("--quick") { Description = "Few ticks and few samples: it shows that everything works, and measures little." };
        Option<ulong> seed = CommonOptions.Bounded("--seed", "Seed of what is drawn.", 7UL, ulong.MinValue, ulong.MaxValue);
        Option<int> broker = CommonOptions.Bounded("--broker-pid", "The broker's process, to tell its processor time too; 0 is none.", 0, 0, int.MaxValue);
        Option<bool> json = CommonOptions.Json();
        var connection = new ConnectionOptions();
        var command = new CliCommand(
            "streams",
            "Measures the whole path on a broker, in topics of its own: one name=value a line. Results that the inputs do not demand exit 5.",
            "marginstreams bench streams --bootstrap-servers localhost:9092",
            "marginstreams bench streams --bootstrap-servers localhost:9092 --positions 10000000")
        {
            positions, quick, seed, broker, json,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            using var loggers = Loggers.Create(new LoggingSettings());
            var options = new StreamBenchOptions(
                parsed.GetValue(positions), parsed.GetValue(seed), parsed.GetValue(quick), parsed.GetValue(broker));
            BenchVerdict verdict = new StreamBench(connection.Read(parsed), options, loggers).Run(Console.Out.WriteLine, cancel);
            LastLine.Print(new() { ["budgets"] = verdict.Budgets, ["missed"] = verdict.Missed }, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static CliCommand Peers()
    {
        Option<string> kafka = Folder("--kafka-home", "A Kafka distribution, from which a broker is started.");
        Option<string> peers = Folder("--peers", "The folder with the programs to compare with: plain-loop/run and kafka-streams/run.");
        Option<int> rounds = CommonOptions.Bounded("--rounds", "Rounds: in each every program runs once.", 3, 1, 100);
        Option<int> positions = CommonOptions.Bounded("--positions", "Accounts, with one position each.", 1_000_000, 1, StreamBenchOptions.PositionsMax);
        Option<int> large = CommonOptions.Bounded(
            "--positions-large",
            "Accounts of the run that shows memory and start; 0 leaves it out.",
            StreamBenchOptions.PositionsLarge,
            0,
            StreamBenchOptions.PositionsMax);
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "peers",
            "Runs the streaming benchmark beside others on the same broker, in turns: medians, ratios, and whether each budget holds.",
            "marginstreams bench peers --kafka-home ../kafka --peers ../peers",
            "marginstreams bench peers --kafka-home ../kafka --peers ../peers --rounds 1 --positions-large 0")
        {
            kafka, peers, rounds, positions, large, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var loggers = Loggers.Create(new LoggingSettings());
            var options = new PeerBenchOptions(
                parsed.GetRequiredValue(kafka),
                parsed.GetRequiredValue(peers),
                parsed.GetValue(rounds),
                parsed.GetValue(positions),
                parsed.GetValue(large));
            (BenchVerdict verdict, int absent) =
                await new PeerBench(options, loggers.CreateLogger("MarginStreams.Bench")).Run(Console.Out.WriteLine, cancel);
            LastLine.Print(
                new() { ["budgets"] = verdict.Budgets, ["missed"] = verdict.Missed, ["absent"] = absent }, parsed.GetValue(json));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Option<string> Folder(string name, string description) => new(name) { Description = description, HelpName = "DIR", Required = true };
}
