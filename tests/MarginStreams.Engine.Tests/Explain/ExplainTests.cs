using System.Runtime.CompilerServices;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>An explanation shows each step of a decision with the numbers put in; docs/concepts/explain.md shows one.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void Explain_AccountUnknownOrWithoutPrice_IsNull()
    {
        var engine = new MarginEngine(new(Partition: 0));
        Ledger.Check(engine, """
            frame 1 +dex +BTC=?
            hold dex:a BTC 1                    => [Unknown]
            """);
        Assert.Null(engine.Explain("dex:b"));
        Assert.Null(engine.Explain("dex:a"));
        Assert.Null(engine.Assess("dex:a"));
    }

    [Fact]
    public void Explain_ShortInTheSecondBracket_PrintsWhatThePageShows()
    {
        var engine = new MarginEngine(new(Partition: 0));
        Ledger.Check(engine, """
            frame 4 +dex[numeraire=-2,buffer=5] +BTC[pe=-1,bounds=0/50000,initial=200000/300000,maintenance=100000/150000,fee=5000,high=3335,funding=-20]=3333
            hold dex:a BTC -2 cost=-70001       => Opened/BelowMaintenance#0 [Liquidatable]
            """);
        AccountExplanation explained = engine.Explain("dex:a")!;
        string page = File.ReadAllText(Page());
        Assert.Contains($"```\n{Print(Assert.Single(explained.Holdings).Maintenance)}\n```", page, StringComparison.Ordinal);
        Assert.Contains($"```\n{Print(explained.Totals)}\n```", page, StringComparison.Ordinal);
    }

    private static string Page([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "concepts", "explain.md");

    private static string Print(IReadOnlyList<ExplanationLine> lines) =>
        string.Join('\n', lines.Select(line => $"{line.Name}: {line.Formula} | {line.Numbers} = {line.Result} {line.Unit}, {line.Rounding}"));
}
