using System.CommandLine;
using MarginStreams.Cli.Demo;
using MarginStreams.Cli.Generating;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams demo</c>.</summary>
internal static class DemoCommand
{
    private const int AccountsDefault = 20_000;
    private const int SeedDefault = 7;
    private const int MinutesDefault = 480;
    private const int LiveSecondsTarget = 20;

    public static Command Create()
    {
        Option<int> accounts = CommonOptions.Bounded("--accounts", "Number of accounts.", AccountsDefault, 1, 1_000_000);
        Option<int> minutes = CommonOptions.Bounded("--minutes", "Length of the market, minutes.", MinutesDefault, 10, 100_000);
        Option<ulong> seed = CommonOptions.Seed(SeedDefault);
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "demo",
            "Runs the main job on the embedded log, with a seeded market that crashes, and checks itself against the reference engine.",
            "marginstreams demo",
            "marginstreams demo --seed 8 --accounts 50000")
        {
            accounts, minutes, seed, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            int length = parsed.GetValue(minutes);
            var market = new GeneratedMarketOptions { Seed = parsed.GetValue(seed), Minutes = length };
            var population = new PopulationOptions { Seed = parsed.GetValue(seed), Accounts = parsed.GetValue(accounts) };
            var options = new DemoOptions(market, population, market.StepMs, LiveSecondsTarget * 1_000 / length, parsed.GetValue(json));
            return DemoRun.Run(options, cancel);
        }));
        return command;
    }
}
