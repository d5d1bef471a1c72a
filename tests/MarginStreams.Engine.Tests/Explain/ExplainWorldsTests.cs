using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Whoever recomputes an explanation with nothing but what is printed gets what is printed, to the last unit, and what the engine decided on:
/// over random worlds, for every account after every event.
/// </summary>
public sealed class ExplainWorldsTests
{
    private const int WorldCount = 60;
    private const int EventCount = 40;

    [Fact]
    public void Explain_RandomWorlds_RecomputesLineByLine()
    {
        int accounts = 0, linesOfBrackets = 0, fractions = 0;
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var engine = new MarginEngine(new(Partition: 0));
            foreach (object happening in World.Events(seed, EventCount))
            {
                Comparison.Apply(engine, happening, new RecordedEffects());
                foreach (AccountState state in engine.Accounts())
                {
                    if (engine.Explain(state.Account) is { } explained)
                    {
                        Check(explained, state, engine.Assess(state.Account)!);
                        accounts++;
                        List<ExplanationLine> lines = [.. explained.Holdings.SelectMany(Lines)];
                        linesOfBrackets += lines.Count(line => line is { Name: "bracket j", Result: not "0" });
                        fractions += lines.Count(line => line.Result.Contains('/', StringComparison.Ordinal));
                    }
                }
            }
        }

        Assert.True(accounts > 1000 && linesOfBrackets > 100 && fractions > 1000, $"{accounts} {linesOfBrackets} {fractions}");
    }

    private static IEnumerable<ExplanationLine> Lines(HoldingExplanation holding) =>
        [.. holding.Given, .. holding.Equity, .. holding.Initial, .. holding.Maintenance];

    private static void Check(AccountExplanation explained, AccountState state, Assessment figures)
    {
        Assert.Equal(EffectText.Full(figures), EffectText.Full(explained.Assessment));
        Assert.Equal(state.Holdings.Select(pair => pair.Key), explained.Holdings.Select(one => one.Instrument));
        for (int i = 0; i < explained.Holdings.Count; i++)
        {
            HoldingExplanation holding = explained.Holdings[i];
            Assert.All(Lines(holding), CheckLine);
            Assert.Equal(state.Holdings[i].Value.Size, Whole(holding.Given.Single(line => line.Name == "size")));
            CheckSteps(holding.Equity, figures.Holdings[i].Value);
            CheckSteps(holding.Initial, figures.Holdings[i].Initial);
            CheckSteps(holding.Maintenance, figures.Holdings[i].Maintenance);
        }

        Dictionary<string, ExplanationLine> totals = explained.Totals.ToDictionary(line => line.Name, StringComparer.Ordinal);
        Assert.All(explained.Totals, CheckLine);
        Assert.Equal(figures.Equity, Whole(totals["equity"]));
        Assert.Equal(figures.InitialSurplus, Whole(totals["initial surplus"]));
        Assert.Equal(figures.MaintenanceSurplus, Whole(totals["maintenance surplus"]));
        Assert.Equal(figures.InitialRequirement, Whole(totals["initial requirement"]));
        Assert.Equal(figures.MaintenanceRequirement, Whole(totals["maintenance requirement"]));
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
        Assert.Contains(Number(steps[^2]).TrimStart('-'), steps[^1].Numbers, StringComparison.Ordinal);
        string? weighted = steps.FirstOrDefault(line => line.Name == "weighted gain") is { } line ? Number(line) : null;
        Assert.True(weighted is null || steps[^1].Numbers.StartsWith($"floor({weighted} - ", StringComparison.Ordinal));
        string? notional = steps.FirstOrDefault(line => line.Name == "notional n") is { } n ? Number(n) : null;
        Assert.True(notional is null || steps[^2].Numbers.StartsWith($"{notional} x ", StringComparison.Ordinal));
    }

    private static void CheckLine(ExplanationLine line)
    {
        Assert.NotEmpty(line.Rounding);
        if (line.Name == "bracket j" || line.Result is "yes" or "no")
        {
            Assert.True(line.Numbers.Length == 0 || PocketCalculator.Holds(line.Numbers) == (line.Result != "no"), line.ToString());
            return;
        }

        Rational result = PocketCalculator.Value(Number(line));
        Assert.True(line.Numbers.Length == 0 || PocketCalculator.Value(line.Numbers) == result, line.ToString());
        if (line.Result.Contains('(', StringComparison.Ordinal))
        {
            string written = line.Result.Split('(', ')')[1].Split(' ')[0];
            Rational unit = PocketCalculator.Value(line.Unit.Split(' ')[0]);
            Assert.True(PocketCalculator.Decimal(written) == result * unit, line.ToString());
        }
    }

    private static string Number(ExplanationLine line) => line.Result.Split(' ')[0];

    private static BigInteger Whole(ExplanationLine line)
    {
        Rational value = PocketCalculator.Value(Number(line));
        Assert.True(value.Denominator.IsOne, line.ToString());
        return value.Numerator;
    }
}
