using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace MarginStreams.Cli.Tests;

/// <summary>The commands as a page of the reference, made from what the code says.</summary>
internal static class CommandPages
{
    private const string Intro = """
        # Commands

        This page is made from the commands themselves, and a test holds it to them. To make it anew, run the tests of `tests/MarginStreams.Cli.Tests`
        with `MARGINSTREAMS_UPDATE_DOCS=1`.

        Data goes to stdout, words go to stderr. A command that does something ends with one line on stdout that says what it did, as `name=value` pairs;
        with `--json` that line is one JSON object. How it exits, and why: [exit codes](../operating/exit-codes.md). Ctrl+C stops any command,
        with exit code 130; what it had begun to write is taken away. The commands that talk to a broker take their settings from
        [configuration](configuration.md) too. Colours and live tables are for terminals; `NO_COLOR` turns colours off.
        """;

    /// <summary>Every command with its full name, depth first.</summary>
    public static IEnumerable<(string Path, Command Command)> All(Command command, string path = "marginstreams") =>
        command.Subcommands.SelectMany(sub => All(sub, $"{path} {sub.Name}")).Prepend((path, command));

    /// <summary>The page.</summary>
    public static string Page()
    {
        var page = new StringBuilder(Intro).Append('\n');
        foreach ((string path, Command command) in All(CommandTree.Create()).Skip(1))
        {
            string arguments = string.Concat(command.Arguments.Select(argument => IsOptional(argument) ? $" [{argument.Name}]" : $" <{argument.Name}>"));
            page.Append(CultureInfo.InvariantCulture, $"\n## {path}{arguments.Replace("<", "\\<", StringComparison.Ordinal)}\n\n{command.Description}\n");
            Rows(page, command);
            page.Append("\n```text\n").AppendJoin('\n', ((ICommandWithExamples)command).Examples).Append("\n```\n");
        }

        return page.ToString();
    }

    private static bool IsOptional(Argument argument) => argument.Arity.MinimumNumberOfValues == 0;

    private static void Rows(StringBuilder page, Command command)
    {
        Option[] options = [.. command.Options.Where(option => option is not HelpOption)];
        if (options.Length + command.Arguments.Count == 0)
        {
            return;
        }

        page.Append("\n| | default | |\n|---|---|---|\n");
        foreach (Argument argument in command.Arguments)
        {
            string needed = IsOptional(argument) ? "" : "required";
            page.Append(CultureInfo.InvariantCulture, $"| `{argument.Name}` | {needed} | {argument.Description} |\n");
        }

        foreach (Option option in options)
        {
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`"));
            string value = option.HelpName is { } help ? $" {help.Replace("|", "\\|", StringComparison.Ordinal)}" : "";
            string otherwise = option.Required ? "required" : option.HasDefaultValue && option.HelpName is not null ? $"{option.GetDefaultValue()}" : "";
            page.Append(CultureInfo.InvariantCulture, $"| {names}{value} | {otherwise} | {option.Description} |\n");
        }
    }
}
