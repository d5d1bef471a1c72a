using System.Numerics;
using CsCheck;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>Whoever recomputes an explanation of <c>aave-v3</c> with nothing but what is printed gets what is printed, and what is decided.</summary>
public sealed class AaveExplainTests
{
    private const int CaseCount = 2_000;

    private static readonly BigInteger Ray = BigInteger.Pow(10, 27);
    private static readonly VenueRules Venue = RuleSetCatalog.Create(new("v", "aave-v3", 1, "USD", -8, new Dictionary<string, BigInteger>(), 0));

    private static readonly Gen<RuledHolding<BigInteger>> Holding = Gen.Select(
        Gen.Int[0, 18], Gen.Bool, Gen.Int[0, 10_000], Gen.Long[1, 1L << 50], Gen.Long[0, 1L << 60], Gen.Long[0, 1L << 60], Gen.Int[0, 9]).Select(
        (decimals, isDebt, threshold, price, interest, size, missing) =>
        {
            BigInteger index = Ray + ((BigInteger)interest * 1_000_000_000);
            var values = new MarketValues(isDebt && missing == 0 ? null : price, price, price, 0, index, index);
            InstrumentRules rules = Venue.Create(Terms(decimals, isDebt, threshold));
            return new RuledHolding<BigInteger>(rules.At(values) ?? rules.AtZero(values), isDebt ? -size : size, 0, 0);
        });

    [Fact]
    public void Explain_RandomAccounts_RecomputesLineByLine()
    {
        int liquidatable = 0, safe = 0, withoutDebt = 0;
        Holding.Array[0, 5].Sample(
            holdings =>
            {
                Assessment figures = Venue.Assess(holdings, 0);
                AccountArithmetic explained = Venue.Explain(holdings, 0);
                Check(explained, figures);
                Interlocked.Add(ref liquidatable, figures.IsLiquidatable ? 1 : 0);
                Interlocked.Add(ref safe, figures.HealthFactorWad is not null && figures.IsOut ? 1 : 0);
                Interlocked.Add(ref withoutDebt, figures.HealthFactorWad is null ? 1 : 0);
            },
            iter: CaseCount);
        Assert.True(Math.Min(liquidatable, Math.Min(safe, withoutDebt)) > CaseCount / 20, $"{liquidatable} {safe} {withoutDebt}");
    }

    private static void Check(AccountArithmetic explained, Assessment figures)
    {
        for (int i = 0; i < figures.Holdings.Count; i++)
        {
            HoldingExplanation holding = explained.Holdings[i];
            Assert.Equal(figures.Holdings[i].Size, Whole(holding.Given.Single(line => line.Name == "size")));
            Assert.All([.. holding.Given, .. holding.Equity, .. holding.Initial, .. holding.Maintenance], CheckLine);
            CheckSteps(holding.Equity, figures.Holdings[i].Value);
            CheckSteps(holding.Initial, figures.Holdings[i].Initial);
            CheckSteps(holding.Maintenance, figures.Holdings[i].Maintenance);
        }

        Dictionary<string, ExplanationLine> totals = explained.Totals.ToDictionary(line => line.Name, StringComparer.Ordinal);
        Assert.All(explained.Totals, CheckLine);
        Assert.Equal(figures.Equity, Whole(totals["collateral C"]) - Whole(totals["debt D"]));
        Assert.Equal(
            [figures.Equity, figures.InitialSurplus, figures.MaintenanceSurplus, figures.InitialRequirement, figures.MaintenanceRequirement],
            ((string[])["equity", "initial surplus", "maintenance surplus", "initial requirement", "maintenance requirement"])
                .Select(name => Whole(totals[name])));
        Assert.Equal(figures.HealthFactorWad, totals.TryGetValue("health factor H", out ExplanationLine? health) ? Whole(health) : null);
        Assert.Equal(
            (figures.HasExposure, figures.IsLiquidatable, figures.IsOut, figures.IsBankrupt, figures.HasClosable),
            (Yes("exposure"), Yes("liquidatable"), Yes("out of liquidation"), Yes("bankrupt"), Yes("closable")));

        bool Yes(string name) => totals[name].Result == "yes";
    }

    /// <summary>The last step is the contribution, and what it is worked out from was printed just before.</summary>
    private static void CheckSteps(IReadOnlyList<ExplanationLine> steps, BigInteger contribution)
    {
        Assert.Equal("contribution", steps[^1].Name);
        Assert.Equal(contribution, Whole(steps[^1]));
        Assert.Contains(Number(steps[^2]), steps[^1].Numbers, StringComparison.Ordinal);
        Assert.StartsWith(steps[^2].Numbers.Split('(')[0] + $"({Number(steps[^3])} x ", steps[^2].Numbers, StringComparison.Ordinal);
    }

    private static void CheckLine(ExplanationLine line)
    {
        Assert.NotEmpty(line.Rounding);
        if (line.Result is "yes" or "no")
        {
            Assert.True(line.Numbers.Length == 0 || PocketCalculator.Holds(line.Numbers) == (line.Result == "yes"), line.ToString());
            return;
        }

        Rational result = PocketCalculator.Value(Number(line));
        Assert.True(line.Numbers.Length == 0 || PocketCalculator.Value(line.Numbers) == result, line.ToString());
        if (line.Result.Contains('(', StringComparison.Ordinal))
        {
            string written = line.Result.Split('(', ')')[1].Split(' ')[0];
            Assert.True(PocketCalculator.Decimal(written) == result * PocketCalculator.Value(line.Unit.Split(' ')[0]), line.ToString());
        }
    }

    private static string Number(ExplanationLine line) => line.Result.Split(' ')[0];

    private static BigInteger Whole(ExplanationLine line)
    {
        Rational value = PocketCalculator.Value(Number(line));
        Assert.True(value.Denominator.IsOne, line.ToString());
        return value.Numerator;
    }

    private static InstrumentTerms Terms(int decimals, bool isDebt, int threshold) => new(
        "A",
        "v",
        InstrumentKind.Asset,
        isDebt ? InstrumentSide.Debt : InstrumentSide.Deposit,
        -decimals,
        -8,
        Multiplier: 1,
        Inverse: false,
        HasFeed: true,
        OnChainId: "",
        isDebt ? [] : new Dictionary<string, BigInteger>
        {
            ["ltvBps"] = threshold / 2,
            ["liquidationThresholdBps"] = threshold,
            ["liquidationBonusBps"] = 10_500,
        },
        new Dictionary<string, IReadOnlyList<BigInteger>>());
}
