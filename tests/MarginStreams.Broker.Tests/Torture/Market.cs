using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Tests;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>How large a market is.</summary>
/// <param name="Accounts">Number of accounts.</param>
/// <param name="Minutes">Length, minutes.</param>
/// <param name="StepMs">Time between two prices of a base, ms.</param>
/// <param name="Partitions">Partitions of topics that are split by account.</param>
/// <param name="Activity">So many of a thousand accounts change later on.</param>
internal sealed record MarketSize(int Accounts, int Minutes, int StepMs, int Partitions, int Activity = 20);

/// <summary>
/// A generated market with a crash in it, and the reference: the triggers of its backtest. A live run has the same ones when it has no choice of order, that
/// is when all frames stood in the log before margin began, or when all positions are older than the first frame.
/// </summary>
internal sealed class Market : IDisposable
{
    private const int TriggersMin = 20;
    private readonly TempFolder _folder = new();

    internal Market(MarketSize size)
    {
        Size = size;
        Run(
            "generate", "--out", Recording, "--accounts", Text(size.Accounts), "--minutes", Text(size.Minutes), "--step-ms", Text(size.StepMs),
            "--activity", Text(size.Activity), "--seed", "11");
        Run("backtest", Recording, "--out", _folder["run"], "--partitions", Text(size.Partitions));
        Reference = [.. File.ReadLines(_folder["run", "triggers.jsonl"]).Select(Line)];
        Assert.True(Reference.Count > TriggersMin, $"{Reference.Count} triggers are too few to compare anything");
    }

    internal MarketSize Size { get; }

    /// <summary>The folder of the recording.</summary>
    internal string Recording => _folder["recording"];

    /// <summary>The triggers that there must be, in the order of <see cref="TriggerLines"/>.</summary>
    internal IReadOnlyList<TriggerLine> Reference { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>A trigger as text, but for the offset of its frame: transactions end elsewhere on a broker, and so do their control markers.</summary>
    internal static string WithoutFrameOffset(TriggerLine line)
    {
        JsonNode node = JsonNode.Parse(line.Json)!;
        node["inputs"]!.AsObject().Remove("frameOffset");
        return node.ToJsonString();
    }

    private static TriggerLine Line(string line)
    {
        JsonNode node = JsonNode.Parse(line)!;
        return new TriggerLine((string)node["triggerId"]!, (string)node["account"]!, (long)node["frame"]!, Encoding.UTF8.GetBytes(line));
    }

    private static void Run(params string[] args)
    {
        CliProcess run = CliProcess.Run(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
