using System.CommandLine;
using System.CommandLine.Invocation;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary>A command line that is wrong ends with exit code 2, one line that says why, and where to read more; help ends with examples that work.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("", "Required command was not provided", "marginstreams --help")]
    [InlineData("nope", "Unrecognized command or argument 'nope'", "marginstreams --help")]
    [InlineData("--nope", "'--nope'", "marginstreams --help")]
    [InlineData("backtest", "'--out' is required", "marginstreams backtest --help")]
    [InlineData("backtest a b --out c", "'b'", "marginstreams backtest --help")]
    [InlineData("backtest a --out c --partitions 0", "--partitions: expected an integer from 1 to 10000, but it is 0", "marginstreams backtest --help")]
    [InlineData("demo --accounts x", "--accounts: expected an integer from 1 to 1000000, but it is x", "marginstreams demo --help")]
    [InlineData("demo --accounts 0", "--accounts: expected an integer from 1 to 1000000, but it is 0", "marginstreams demo --help")]
    [InlineData("demo --seed -1", "--seed: expected an integer from 0 to 18446744073709551615, but it is -1", "marginstreams demo --help")]
    [InlineData("generate", "expected either --onto DIR or --out DIR", "marginstreams generate --help")]
    [InlineData("generate --onto a --out b", "expected either --onto DIR or --out DIR", "marginstreams generate --help")]
    [InlineData("generate --out a --crash-depth-ppm 900001", "--crash-depth-ppm: expected an integer from 0 to 900000", "marginstreams generate --help")]
    [InlineData("import candles a --out b --path open", "--path: expected one of close|ohlc, but it is open", "marginstreams import candles --help")]
    [InlineData("explain v:a --run r --at x", "--at: expected an integer, but it is x", "marginstreams explain --help")]
    [InlineData("explain v:a --run r --at 1 --trigger ff", "--at and --trigger exclude each other", "marginstreams explain --help")]
    [InlineData("run --role boss", "--role: expected one of oracle|margin|all, but it is boss", "marginstreams run --help")]
    [InlineData("replay r --speed -1", "--speed: expected a number of 0 or more, but it is -1", "marginstreams replay --help")]
    [InlineData("replay r --speed fast", "--speed: expected a number of 0 or more, but it is fast", "marginstreams replay --help")]
    [InlineData("bench engine --only x", "--only: expected the beginning of one of index_", "marginstreams bench engine --help")]
    [InlineData("bench streams --positions 0", "--positions: expected an integer from 1 to 99999999, but it is 0", "marginstreams bench streams --help")]
    [InlineData("bench peers --peers p", "'--kafka-home' is required", "marginstreams bench peers --help")]
    [InlineData("record --out r --from noon", "--from: expected a time such as 2021-05-19T12:00Z, but it is noon", "marginstreams record --help")]
    public void Usage_WrongCommandLine_SaysWhyInOneLine(string line, string reason, string help)
    {
        ParseResult parsed = CommandTree.Create().Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.IsType<ParseErrorAction>(parsed.Action);
        string[] lines = [.. UsageErrors.Lines(parsed)];
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("marginstreams: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(reason, lines[0], StringComparison.Ordinal);
        Assert.Equal($"Try '{help}'.", lines[1]);
    }

    [Theory]
    [InlineData("nope", "Unrecognized command or argument 'nope'")]
    [InlineData("demo --accounts x", "--accounts: expected an integer from 1 to 1000000, but it is x")]
    [InlineData("replay r --rebase", "--rebase: expected a --speed above 0 with it")]
    [InlineData("run --set Topics:Partitions", "--set: expected KEY=VALUE")]
    [InlineData("run --set =5", "--set: expected KEY=VALUE")]
    public void Usage_Process_ExitsTwoAndSaysWhy(string line, string reason)
    {
        CliProcess run = CliProcess.Run(line.Split(' '));
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
        Assert.Empty(run.Stdout);
    }

    [Fact]
    public void Help_EveryCommand_EndsWithExamplesThatParse()
    {
        CliRoot root = CommandTree.Create();
        foreach ((string path, Command command) in CommandPages.All(root))
        {
            string[] examples = [.. Assert.IsAssignableFrom<ICommandWithExamples>(command).Examples];
            Assert.NotEmpty(examples);
            using var output = new StringWriter();
            var invocation = new InvocationConfiguration { Output = output };
            Assert.Equal(0, root.Parse($"{path["marginstreams".Length..]} --help").Invoke(invocation));
            Assert.EndsWith(string.Concat(["Examples:\n", .. examples.Select(example => $"  {example}\n")]), output.ToString(), StringComparison.Ordinal);
            Assert.All(examples, example => AssertParses(root, example));
        }
    }

    private static void AssertParses(CliRoot root, string example)
    {
        Assert.StartsWith("marginstreams ", example, StringComparison.Ordinal);
        ParseResult parsed = root.Parse(example["marginstreams ".Length..].Split('|')[0]);
        Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
        Assert.False(parsed.Action is ParseErrorAction, example);
    }
}
