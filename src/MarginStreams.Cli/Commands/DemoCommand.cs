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
        Option<int> accounts = Bounded.Option("--accounts", "Number of accounts.", AccountsDefault, 1, 1_000_000);
        Option<int> minutes = Bounded.Option("--minutes", "Length of the market.", MinutesDefault, 10, 100_000);
        var seed = new Option<ulong>("--seed") { Description = "Seed.", DefaultValueFactory = _ => SeedDefault, HelpName = "N" };
        var command = new CliCommand(
            "demo",
            "Runs the main job on the embedded log, with a seeded market that crashes, and checks itself against the reference engine.",
            "marginstreams demo",
            "marginstreams demo --seed 8 --accounts 50000")
        {
            accounts, minutes, seed,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            int length = parsed.GetValue(minutes);
            var market = new GeneratedMarketOptions { Seed = parsed.GetValue(seed), Minutes = length };
            var population = new PopulationOptions { Seed = parsed.GetValue(seed), Accounts = parsed.GetValue(accounts) };
            return DemoRun.Run(new DemoOptions(market, population, market.StepMs, LiveSecondsTarget * 1_000 / length), cancel);
        }));
        return command;
    }
}
