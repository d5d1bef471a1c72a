using System.CommandLine;
using MarginStreams.Cli.Generating;

namespace MarginStreams.Cli.Commands;

/// <summary>The options of a generated market.</summary>
internal sealed class MarketCommandOptions
{
    private static readonly GeneratedMarketOptions Defaults = new();
    private readonly Option<int> _instruments =
        CommonOptions.Bounded("--instruments", "Number of bases of a generated market.", Defaults.Instruments, 1, 200);
    private readonly Option<int> _minutes =
        CommonOptions.Bounded("--minutes", "Length of a generated market, minutes.", Defaults.Minutes, 1, 1_000_000);
    private readonly Option<int> _step = CommonOptions.Bounded("--step-ms", "Time between two prices of a base, ms.", Defaults.StepMs, 1, 60_000);
    private readonly Option<long> _crashAt =
        CommonOptions.Bounded("--crash-at-ppm", "Where the crash begins, ppm of the length.", Defaults.CrashAtPpm, 0, 1_000_000);
    private readonly Option<long> _crashDepth =
        CommonOptions.Bounded("--crash-depth-ppm", "How far the first base falls, ppm of its price.", Defaults.CrashDepthPpm, 0, 900_000);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _instruments, _minutes, _step, _crashAt, _crashDepth })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user asked for.</summary>
    public GeneratedMarketOptions Read(ParseResult parsed, ulong seed) => new()
    {
        Seed = seed,
        Instruments = parsed.GetValue(_instruments),
        Minutes = parsed.GetValue(_minutes),
        StepMs = parsed.GetValue(_step),
        CrashAtPpm = parsed.GetValue(_crashAt),
        CrashDepthPpm = parsed.GetValue(_crashDepth),
    };
}
