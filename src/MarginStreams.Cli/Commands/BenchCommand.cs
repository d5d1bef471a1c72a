using System.CommandLine;
using MarginStreams.Benchmarks;
using MarginStreams.Cli.Benching;

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
            using var loggers = ConnectionOptions.CreateLoggers();
            var options = new StreamBenchOptions(
                parsed.GetValue(positions), parsed.GetValue(seed), parsed.GetValue(quick), parsed.GetValue(broker));
            BenchVerdict verdict = new StreamBench(connection.Read(parsed), options, loggers).Run(Console.Out.WriteLine, cancel);
            LastLine.Print(new() { ["budgets"] = verdict.Budgets, ["missed"] = verdict.Missed }, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }
}
