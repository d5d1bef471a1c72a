using System.Numerics;

namespace MarginStreams.Cli.Generating;

/// <summary>What the generator takes, in one place.</summary>
internal static class GeneratorLimits
{
    private const long PpmOne = 1_000_000;

    /// <summary>Refuses a population that cannot be.</summary>
    /// <exception cref="CliException">An option is out of its range.</exception>
    public static void Check(PopulationOptions options)
    {
        Between("accounts", options.Accounts, 1, 10_000_000);
        Between("holdings mean", options.HoldingsMean, 3, 8);
        Between("cross share", options.CrossSharePpm, 0, PpmOne);
        Between("debt share", options.DebtSharePpm, 0, PpmOne);
        Between("leverage max", options.LeverageMax, 1, 1_000);
        Between("equity median", options.EquityMedian, 1, 1_000_000_000_000);
        Between("equity sigma", options.EquitySigmaPpm, 0, 5 * PpmOne);
        Between("activity", options.ActivityPerMille, 0, 1_000);
    }

    /// <summary>Refuses a market that cannot be.</summary>
    /// <exception cref="CliException">An option is out of its range.</exception>
    public static void Check(GeneratedMarketOptions options)
    {
        Between("instruments", options.Instruments, 1, 1_000);
        Between("minutes", options.Minutes, 0, 10_000_000);
        Between("step", options.StepMs, 1, 60_000);
        Between("start", options.StartMs, 0, 4_102_444_800_000);
        Between("crash at", options.CrashAtPpm, 0, PpmOne);
        Between("crash length", options.CrashLengthPpm, 0, PpmOne);
        Between("crash depth", options.CrashDepthPpm, 0, PpmOne);
        Between("recovery", options.RecoveryPpm, 0, PpmOne);
    }

    private static void Between(string name, BigInteger value, long low, long high)
    {
        if (value < low || value > high)
        {
            throw new CliException(ExitCode.Usage, $"{name}: expected {low} to {high}, found {value}");
        }
    }
}
