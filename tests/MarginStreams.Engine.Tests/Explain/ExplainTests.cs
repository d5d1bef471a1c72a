using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>An explanation shows each step of a decision with the numbers put in.</summary>
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
    public void Explain_ShortInTheSecondBracket_PrintsEveryStep()
    {
        var engine = new MarginEngine(new(Partition: 0));
        Ledger.Check(engine, """
            frame 4 +dex[numeraire=-2,buffer=5] +BTC[pe=-1,bounds=0/50000,initial=200000/300000,maintenance=100000/150000,fee=5000,high=3335,funding=-20]=3333
            hold dex:a BTC -2 cost=-70001       => Opened/BelowMaintenance#0 [Liquidatable]
            """);
        AccountExplanation explained = engine.Explain("dex:a")!;
        Assert.Equal(
            """
            price P: the high end: a short |  = 3335 (333.5) 10^-1 USD per unit, exact
            gain: size x (P - (F - F_settled)) x scale - cost | -2 x (3335 - (-20 - 0)) x 10 - (-70001) = 2901 (29.01 USD) 10^-2 USD, exact
            weighted gain: gain x gain weight / 10^6 | 2901 x 1000000 / 10^6 = 2901 (29.01 USD) 10^-2 USD, exact
            notional n: |size| x P x scale | |-2| x 3335 x 10 = 66700 (667 USD) 10^-2 USD, exact
            bracket j: L_j <= n, the last bracket | 50000 <= 66700 = 1 counted from 0, exact
            deduction D_j: sum of L_i x (r_i - r_(i-1)) / 10^6 for i = 1 to j | 50000 x (150000 - 100000) / 10^6 = 2500 (25 USD) 10^-2 USD, exact
            requirement M(n): n x (r_j + liquidation fee) / 10^6 - D_j | 66700 x (150000 + 5000) / 10^6 - 2500 = 15677/2 (78.385 USD) 10^-2 USD, exact
            contribution: floor(weighted gain - requirement) | floor(2901 - 15677/2) = -4938 (-49.38 USD) 10^-2 USD, down, against the account
            """,
            Print(Assert.Single(explained.Holdings).Maintenance));
        Assert.Equal(
            """
            equity: sum of the contributions to equity | 2941 = 2941 (29.41 USD) 10^-2 USD, exact
            initial surplus: sum of the contributions to the initial line | (-12443) = -12443 (-124.43 USD) 10^-2 USD, exact
            maintenance surplus: sum of the contributions to the maintenance line | (-4938) = -4938 (-49.38 USD) 10^-2 USD, exact
            """,
            Print([.. explained.Totals.Take(3)]));
    }

    private static string Print(IReadOnlyList<ExplanationLine> lines) =>
        string.Join('\n', lines.Select(line => $"{line.Name}: {line.Formula} | {line.Numbers} = {line.Result} {line.Unit}, {line.Rounding}"));
}
