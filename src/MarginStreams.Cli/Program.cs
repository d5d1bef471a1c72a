using System.CommandLine;
using System.CommandLine.Invocation;
using MarginStreams.Cli;

try
{
    ParseResult parsed = CommandTree.Create().Parse(args);
    if (parsed.Action is ParseErrorAction)
    {
        foreach (string line in UsageErrors.Lines(parsed))
        {
            Console.Error.WriteLine(line);
        }

        return (int)ExitCode.Usage;
    }

    using var signals = new StopSignals();
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Asked);
}
catch (Exception failure)
{
    Console.Error.WriteLine($"marginstreams: {Failures.TextOf(failure)}");
    return (int)Failures.CodeOf(failure);
}
