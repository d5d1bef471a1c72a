using System.CommandLine;
using System.CommandLine.Invocation;
using MarginStreams.Cli;

// After Ctrl+C a command gets this long to put away what it has begun; a task on a broker ends its transaction in this time.
const int TerminationTimeoutMs = 30_000;

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

    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromMilliseconds(TerminationTimeoutMs),
    });
}
catch (Exception failure)
{
    Console.Error.WriteLine($"marginstreams: {Failures.TextOf(failure)}");
    return (int)Failures.CodeOf(failure);
}
