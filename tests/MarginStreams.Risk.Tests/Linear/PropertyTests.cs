using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>What must hold of every holding, whatever the numbers: tens of thousands of cases, small ones with ties and large ones with all digits.</summary>
public sealed class PropertyTests
{
    private const int CaseCount = 10_000;
    private static readonly Gen<RiskCase> Any = Gen.OneOf(RiskGen.Case(small: true), RiskGen.Ordinary(), RiskGen.Case(small: false));

    [Fact]
    public void Contribution_NarrowLane_IsExactOrOverflows()
    {
        int narrow = 0, refused = 0;
        Any.Sample(
            one =>
            {
                try
                {
                    if (Lines<Int128>.Of(one) is { } lines)
                    {
                        Assert.Equal(Wide.Of(one), new(lines.Equity, lines.Initial, lines.Maintenance));
                        Interlocked.Increment(ref narrow);
                        return;
                    }
                }
                catch (OverflowException)
                {
                    // The wide lane takes over.
                }

                Interlocked.Increment(ref refused);
            },
            iter: CaseCount);
        Assert.True(narrow > CaseCount / 10 && refused > CaseCount / 10, $"{narrow} narrow, {refused} refused");
    }

    [Fact]
    public void Contribution_Lines_AreOrdered() => Any.Sample(
        one =>
        {
            Lines<BigInteger> lines = Wide.Of(one);
            Assert.True(lines.Initial <= lines.Maintenance && lines.Maintenance <= lines.Equity, $"{lines}");
        },
        iter: CaseCount);

    [Fact]
    public void Contribution_WorsePrice_NeverImprovesASurplus() => Gen.Select(Any, RiskGen.Natural(14)).Sample(
        (one, worse) =>
        {
            Lines<BigInteger> before = Wide.Of(one);
            BigInteger by = one.Size.Sign < 0 ? worse : -BigInteger.Min(worse, one.Values.PriceLow!.Value);
            Lines<BigInteger> after = Wide.Of(Moved(one, by));
            Assert.True(after.Initial <= before.Initial && after.Maintenance <= before.Maintenance && after.Equity <= before.Equity);
        },
        iter: CaseCount);

    /// <summary>Concave but for the rounding, which takes less than one unit of each: 2 c(P) >= c(P - d) + c(P + d) - 1.</summary>
    [Fact]
    public void Contribution_Price_IsConcave() => Gen.Select(Any, RiskGen.Natural(13)).Sample(
        (one, step) =>
        {
            BigInteger by = BigInteger.Min(step, one.Values.PriceLow!.Value);
            Lines<BigInteger> here = Wide.Of(one), below = Wide.Of(Moved(one, -by)), above = Wide.Of(Moved(one, by));
            Assert.True((2 * here.Maintenance) + 1 >= below.Maintenance + above.Maintenance);
            Assert.True((2 * here.Initial) + 1 >= below.Initial + above.Initial);
        },
        iter: CaseCount);

    /// <summary>Brackets are marginal: one unit of price more never costs more than the highest rate of it, so no bound is a cliff.</summary>
    [Fact]
    public void Contribution_LongAtAHigherPrice_NeverFalls() => Any.Where(one => one.Size.Sign > 0).Sample(
        one => Assert.True(Wide.Of(Moved(one, 1)).Maintenance >= Wide.Of(one).Maintenance),
        iter: CaseCount);

    [Fact]
    public void Contribution_WiderBand_NeverImprovesASurplus() => Gen.Select(Any, Gen.Byte, Gen.Byte).Sample(
        (one, down, up) =>
        {
            MarketValues wider = one.Values with { PriceLow = BigInteger.Max(0, one.Values.PriceLow!.Value - down), PriceHigh = one.Values.PriceHigh + up };
            Lines<BigInteger> before = Wide.Of(one), after = Wide.Of(one with { Values = wider });
            Assert.True(after.Initial <= before.Initial && after.Maintenance <= before.Maintenance && after.Equity == before.Equity);
        },
        iter: CaseCount);

    /// <summary>A lost price leaves no figure at all: there is no free margin to be had from it, and no verdict.</summary>
    [Fact]
    public void Create_AnyPriceMissing_GivesNoFactors() => Any.Sample(
        one =>
        {
            MarketValues[] missing = [one.Values with { Price = null }, one.Values with { PriceLow = null }, one.Values with { PriceHigh = null }];
            Assert.All(missing, values => Assert.Null(LinearFactors<BigInteger>.Create(one.Instrument, values)));
            Assert.All(missing, values => Assert.Null(LinearFactors<Int128>.Create(one.Instrument, values)));
            Assert.All(missing.Append(MarketValues.None), values => Assert.Null(one.Instrument.At(values)));
        },
        iter: CaseCount / 10);

    [Fact]
    public void Contribution_SplitHolding_NeverCountsForMoreThanTheWhole() => Gen.Select(Any, Gen.Int[1, 9]).Sample(
        (one, tenths) =>
        {
            RiskCase part = one with { Size = one.Size * tenths / 10, Cost = one.Cost * tenths / 10 };
            RiskCase rest = one with { Size = one.Size - part.Size, Cost = one.Cost - part.Cost };
            Assert.True(Wide.Of(part).Equity + Wide.Of(rest).Equity <= Wide.Of(one).Equity);
        },
        iter: CaseCount);

    private static RiskCase Moved(RiskCase one, BigInteger by) => one with
    {
        Values = one.Values with { Price = one.Values.Price + by, PriceLow = one.Values.PriceLow + by, PriceHigh = one.Values.PriceHigh + by },
    };
}
