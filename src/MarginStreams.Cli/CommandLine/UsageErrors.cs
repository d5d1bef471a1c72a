using System.CommandLine;
using System.CommandLine.Parsing;

namespace MarginStreams.Cli;

/// <summary>What is wrong with a command line, in one line, and where to read more.</summary>
internal static class UsageErrors
{
    private const string NoCommand = "Required command was not provided.";

    /// <summary>The reason, and the command whose help tells more.</summary>
    public static IEnumerable<string> Lines(ParseResult parsed)
    {
        // A word that is no command is told as such, and not also as the lack of one.
        string[] reasons = [.. parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)];
        string[] specific = [.. reasons.Where(reason => reason != NoCommand)];
        IEnumerable<string> path = Ancestry(parsed.CommandResult).Reverse().Select(result => result.Command.Name).Skip(1);
        yield return $"marginstreams: {string.Join("; ", (specific.Length > 0 ? specific : reasons).Select(reason => reason.TrimEnd('.')))}";
        yield return $"Try '{string.Join(' ', ["marginstreams", .. path, "--help"])}'.";
    }

    private static IEnumerable<CommandResult> Ancestry(CommandResult command)
    {
        for (CommandResult? at = command; at is not null; at = at.Parent as CommandResult)
        {
            yield return at;
        }
    }
}
