using System.CommandLine;
using MarginStreams.Cli.Generating;

namespace MarginStreams.Cli.Commands;

/// <summary>The options of a seeded population.</summary>
internal sealed class PopulationCommandOptions
{
    private static readonly PopulationOptions Defaults = new();
    private readonly Option<int> _accounts = Bounded.Option("--accounts", "Number of accounts.", Defaults.Accounts, 0, 20_000_000);
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed.", DefaultValueFactory = _ => Defaults.Seed, HelpName = "N" };
    private readonly Option<int> _holdings = Bounded.Option("--holdings", "Mean number of holdings of a cross account.", Defaults.HoldingsMean, 3, 100);
    private readonly Option<int> _leverage = Bounded.Option("--leverage-max", "Highest notional over equity.", Defaults.LeverageMax, 1, 1_000);
    private readonly Option<long> _cross =
        Bounded.Option("--cross-share-ppm", "Share of cross accounts; the others are isolated.", Defaults.CrossSharePpm, 0, 1_000_000);
    private readonly Option<long> _debt = Bounded.Option("--debt-share-ppm", "Share of cross accounts with a debt.", Defaults.DebtSharePpm, 0, 1_000_000);
    private readonly Option<long> _median =
        Bounded.Option("--equity-median", "Median of the log-normal equity, whole numeraire.", Defaults.EquityMedian, 1, 1_000_000_000);
    private readonly Option<long> _sigma = Bounded.Option("--equity-sigma-ppm", "Deviation of the logarithm of equity.", Defaults.EquitySigmaPpm, 0, 4_000_000);
    private readonly Option<int> _activity =
        Bounded.Option("--activity", "So many of a thousand accounts change later on.", Defaults.ActivityPerMille, 0, 1_000);
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
