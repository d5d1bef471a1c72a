using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MarginStreams.Cli;
using MarginStreams.Cli.Commands;

var root = new RootCommand("Margin engine for on-chain derivatives: positions and prices in, liquidation triggers out.")
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
};
HelpOption help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!);

ParseResult parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"marginstreams: {error.Message}");
    }

    Console.Error.WriteLine("Try 'marginstreams --help'.");
    return (int)ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception failure)
{
    Console.Error.WriteLine($"marginstreams: {Failures.TextOf(failure)}");
    return (int)Failures.CodeOf(failure);
}
