using System.Numerics;
using CsCheck;

namespace MarginStreams.Risk.Tests;

/// <summary>Divisions round the way their names say, in every lane.</summary>
public sealed class ExactMathTests
{
    private const int CaseCount = 10_000;

    public static TheoryData<int, int, int, int> Cases() => new()
    {
        // numerator, denominator, floor, ceiling
        { 0, 3, 0, 0 },
        { 6, 3, 2, 2 },
        { 7, 3, 2, 3 },
        { 8, 3, 2, 3 },
        { -6, 3, -2, -2 },
        { -7, 3, -3, -2 },
        { -8, 3, -3, -2 },
        { 1, 1_000_000, 0, 1 },
        { -1, 1_000_000, -1, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Divide_Cases_RoundAsNamed(int numerator, int denominator, int floor, int ceiling)
    {
        Assert.Equal((floor, ceiling), (ExactMath.DivideFloor(numerator, denominator), ExactMath.DivideCeiling(numerator, denominator)));
        Assert.Equal(floor, ExactMath.DivideFloor<Int128>(numerator, denominator));
        Assert.Equal(ceiling, ExactMath.DivideCeiling<Int128>(numerator, denominator));
        Assert.Equal(floor, ExactMath.DivideFloor<BigInteger>(numerator, denominator));
        Assert.Equal(ceiling, ExactMath.DivideCeiling<BigInteger>(numerator, denominator));
    }

    [Fact]
    public void Divide_AnyNumbers_EnclosesTheQuotient() =>
        Gen.Select(RiskGen.Integer(40), RiskGen.Natural(20)).Sample(
            (numerator, less) =>
            {
                BigInteger denominator = less + 1;
                BigInteger floor = ExactMath.DivideFloor(numerator, denominator), ceiling = ExactMath.DivideCeiling(numerator, denominator);
                Assert.True(floor * denominator <= numerator && numerator < (floor + 1) * denominator);
                Assert.Equal(floor + (numerator % denominator == 0 ? 0 : 1), ceiling);
                Assert.Equal(-floor, ExactMath.DivideCeiling(-numerator, denominator));
                Assert.Equal(floor + 5, ExactMath.DivideFloor(numerator + (5 * denominator), denominator));
            },
            iter: CaseCount);

    [Fact]
    public void Divide_NarrowLane_EqualsTheWideOne() =>
        Gen.Select(RiskGen.Integer(15), RiskGen.Natural(15)).Sample(
            (numerator, less) =>
            {
                Assert.Equal(ExactMath.DivideFloor(numerator, less + 1), ExactMath.DivideFloor((Int128)numerator, (Int128)less + 1));
                Assert.Equal(ExactMath.DivideCeiling(numerator, less + 1), ExactMath.DivideCeiling((Int128)numerator, (Int128)less + 1));
            },
            iter: CaseCount);

    [Fact]
    public void PowerOfTen_NegativeExponent_IsOne()
    {
        Assert.Equal(BigInteger.One, ExactMath.PowerOfTen(-3));
        Assert.Equal(BigInteger.One, ExactMath.PowerOfTen(0));
        Assert.Equal(BigInteger.Parse("1000000000000000000000000000000", System.Globalization.CultureInfo.InvariantCulture), ExactMath.PowerOfTen(30));
    }
}
