using System.CommandLine;
using MarginStreams.Benchmarks;

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
}
