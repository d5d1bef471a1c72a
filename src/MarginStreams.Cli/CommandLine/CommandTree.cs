using System.CommandLine;
using System.CommandLine.Help;
using MarginStreams.Cli.Commands;

namespace MarginStreams.Cli;

/// <summary>Everything that can be typed after <c>marginstreams</c>.</summary>
internal static class CommandTree
{
    /// <summary>The tree. Making it must stay cheap: what a command needs to do its work is loaded when it runs.</summary>
    public static CliRoot Create()
    {
        var root = new CliRoot(
            "Margin engine for on-chain derivatives: positions and prices in, liquidation triggers out.",
            "marginstreams demo",
            "marginstreams backtest --help")
        {
            DemoCommand.Create(),
            RunCommand.Create(),
            ImportCommand.Create(),
            GenerateCommand.Create(),
            BacktestCommand.Create(),
            VerifyCommand.Create(),
            ExplainCommand.Create(),
            RecordCommand.Create(),
            ReplayCommand.Create(),
            InspectCommand.Create(),
            DeadLettersCommand.Create(),
            SimulateCommand.Create(),
            BenchCommand.Create(),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
