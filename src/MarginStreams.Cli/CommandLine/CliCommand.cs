using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MarginStreams.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal interface ICommandWithExamples
{
    /// <summary>Command lines as a user would type them.</summary>
    IReadOnlyList<string> Examples { get; }
}

/// <summary>A command with its examples.</summary>
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description), ICommandWithExamples
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The command that holds all the others.</summary>
internal sealed class CliRoot(string description, params string[] examples) : RootCommand(description), ICommandWithExamples
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ICommandWithExamples { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
            {
                output.WriteLine($"  {example}");
            }
        }

        return code;
    }
}
