using System.CommandLine;
using MarginStreams.Cli.Generating;

namespace MarginStreams.Cli.Commands;

/// <summary>The options of a seeded population.</summary>
internal sealed class PopulationCommandOptions
{
    private static readonly PopulationOptions Defaults = new();
    private readonly Option<int> _accounts = CommonOptions.Bounded("--accounts", "Number of accounts.", Defaults.Accounts, 0, 20_000_000);
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<int> _holdings =
        CommonOptions.Bounded("--holdings", "Mean number of holdings of a cross account.", Defaults.HoldingsMean, 3, 100);
    private readonly Option<int> _leverage = CommonOptions.Bounded("--leverage-max", "Highest notional over equity.", Defaults.LeverageMax, 1, 1_000);
    private readonly Option<long> _cross =
        CommonOptions.Bounded("--cross-share-ppm", "Share of cross accounts, ppm; the others are isolated.", Defaults.CrossSharePpm, 0, 1_000_000);
    private readonly Option<long> _debt =
        CommonOptions.Bounded("--debt-share-ppm", "Share of cross accounts with a debt, ppm.", Defaults.DebtSharePpm, 0, 1_000_000);
    private readonly Option<long> _median =
        CommonOptions.Bounded("--equity-median", "Median of the log-normal equity, whole numeraire.", Defaults.EquityMedian, 1, 1_000_000_000);
    private readonly Option<long> _sigma =
        CommonOptions.Bounded("--equity-sigma-ppm", "Deviation of the logarithm of equity, ppm.", Defaults.EquitySigmaPpm, 0, 4_000_000);
    private readonly Option<int> _activity =
        CommonOptions.Bounded("--activity", "So many of a thousand accounts change later on.", Defaults.ActivityPerMille, 0, 1_000);
    private readonly Option<string?> _venue = new("--venue") { Description = "Venue of the accounts, where the recording has several.", HelpName = "ID" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _accounts, _seed, _holdings, _leverage, _cross, _debt, _median, _sigma, _activity, _venue })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user asked for.</summary>
    public PopulationOptions Read(ParseResult parsed) => new()
    {
        Accounts = parsed.GetValue(_accounts),
        Seed = parsed.GetValue(_seed),
        HoldingsMean = parsed.GetValue(_holdings),
        LeverageMax = parsed.GetValue(_leverage),
        CrossSharePpm = parsed.GetValue(_cross),
        DebtSharePpm = parsed.GetValue(_debt),
        EquityMedian = parsed.GetValue(_median),
        EquitySigmaPpm = parsed.GetValue(_sigma),
        ActivityPerMille = parsed.GetValue(_activity),
        Venue = parsed.GetValue(_venue),
    };
}
