using System.Numerics;
using System.Text.Json;
using CsCheck;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>The fixed-point library gives what Aave's own tests expect of theirs, and every rounding is the one that its name says.</summary>
public sealed class FixedPointTests
{
    private const int CaseCount = 10_000;

    [Fact]
    public void Functions_AavesOwnCases_GiveTheirResults()
    {
        List<JsonElement> cases = AaveCases.OfKind("fixed_point_math");
        Assert.All(cases, one =>
        {
            JsonElement inputs = one.GetProperty("inputs");
            BigInteger[] args = [.. inputs.GetProperty("args").EnumerateArray().Select(arg => arg.Integer())];
            BigInteger result = Apply(inputs.GetProperty("function").GetString()!, args);
            Assert.True(one.GetProperty("expected").Integer("result") == result, $"{one.Id()} gives {result}");
        });
        Assert.NotEmpty(cases);
    }

    [Fact]
    public void Apply_UnknownFunction_Fails() =>
        Assert.Contains("rayPow", Assert.Throws<ArgumentException>(() => Apply("rayPow", [1, 2])).Message, StringComparison.Ordinal);

    /// <summary>
    /// Floor, half up and ceil against the exact quotient q = n / d: f &lt;= q &lt; f + 1, c - 1 &lt; q &lt;= c, h - 1/2 &lt;= q &lt; h + 1/2.
    /// </summary>
    [Fact]
    public void Roundings_AnyOperands_AreThoseOfTheirNames() => Gen.Select(RiskGen.Natural(20), RiskGen.Natural(9)).Sample(
        (a, less) =>
        {
            BigInteger b = less + 1, wad = WadRayMath.Wad, ray = WadRayMath.Ray;
            Check(WadRayMath.RayMulFloor(a, b), WadRayMath.RayMul(a, b), WadRayMath.RayMulCeil(a, b), a * b, ray);
            Check(WadRayMath.RayDivFloor(a, b), WadRayMath.RayDiv(a, b), WadRayMath.RayDivCeil(a, b), a * ray, b);
            Check(PercentageMath.PercentMulFloor(a, b), PercentageMath.PercentMul(a, b), PercentageMath.PercentMulCeil(a, b), a * b, 10_000);
            Check(PercentageMath.PercentDivFloor(a, b), PercentageMath.PercentDiv(a, b), PercentageMath.PercentDivCeil(a, b), a * 10_000, b);
            CheckHalf(WadRayMath.WadMul(a, b), a * b, wad);
            CheckHalf(WadRayMath.WadDiv(a, b), a * wad, b);
            CheckHalf(WadRayMath.RayToWad(a), a, BigInteger.Pow(10, 9));
            Assert.Equal(a, WadRayMath.RayToWad(WadRayMath.WadToRay(a)));
        },
        iter: CaseCount);

    [Fact]
    public void Functions_NarrowLane_AreExactOrOverflow()
    {
        int narrow = 0;
        Gen.Select(RiskGen.Natural(9), RiskGen.Natural(6)).Sample(
            (a, less) =>
            {
                BigInteger b = less + 1;
                try
                {
                    Assert.Equal(WadRayMath.RayMulCeil(a, b), WadRayMath.RayMulCeil((Int128)a, (Int128)b));
                    Assert.Equal(WadRayMath.WadDiv(a, b), WadRayMath.WadDiv((Int128)a, (Int128)b));
                    Interlocked.Increment(ref narrow);
                }
                catch (OverflowException)
                {
                    Assert.True(a * WadRayMath.Wad > (BigInteger)Int128.MaxValue - b);
                }
            },
            iter: CaseCount);
        Assert.True(narrow > CaseCount / 2, $"{narrow} narrow");
    }

    [Fact]
    public void Interest_CompoundedOverLinear_IsNeverLess() => Gen.Select(RiskGen.Natural(13), Gen.UInt, Gen.Bool).Sample(
        (rate, seconds, isRay) =>
        {
            BigInteger one = isRay ? WadRayMath.Ray : WadRayMath.Wad;
            Assert.True(InterestMath.Compounded(rate, seconds, one) >= InterestMath.Linear(rate, seconds, one));
            Assert.Equal(one + rate, InterestMath.Linear(rate, InterestMath.SecondsPerYear, one));
        },
        iter: CaseCount);

    private static void Check(BigInteger floor, BigInteger half, BigInteger ceil, BigInteger numerator, BigInteger denominator)
    {
        Assert.True(floor * denominator <= numerator && numerator < (floor + 1) * denominator);
        Assert.True((ceil - 1) * denominator < numerator && numerator <= ceil * denominator);
        CheckHalf(half, numerator, denominator);
    }

    private static void CheckHalf(BigInteger half, BigInteger numerator, BigInteger denominator) =>
        Assert.True(((2 * half) - 1) * denominator <= 2 * numerator && 2 * numerator < ((2 * half) + 1) * denominator);

    private static BigInteger Apply(string function, BigInteger[] args) => (function, args.Length) switch
    {
        ("percentMul", 2) => PercentageMath.PercentMul(args[0], args[1]),
        ("percentMulFloor", 2) => PercentageMath.PercentMulFloor(args[0], args[1]),
        ("percentMulCeil", 2) => PercentageMath.PercentMulCeil(args[0], args[1]),
        ("percentDiv", 2) => PercentageMath.PercentDiv(args[0], args[1]),
        ("percentDivFloor", 2) => PercentageMath.PercentDivFloor(args[0], args[1]),
        ("percentDivCeil", 2) => PercentageMath.PercentDivCeil(args[0], args[1]),
        ("wadMul", 2) => WadRayMath.WadMul(args[0], args[1]),
        ("wadDiv", 2) => WadRayMath.WadDiv(args[0], args[1]),
        ("rayMul", 2) => WadRayMath.RayMul(args[0], args[1]),
        ("rayMulFloor", 2) => WadRayMath.RayMulFloor(args[0], args[1]),
        ("rayMulCeil", 2) => WadRayMath.RayMulCeil(args[0], args[1]),
        ("rayDiv", 2) => WadRayMath.RayDiv(args[0], args[1]),
        ("rayDivFloor", 2) => WadRayMath.RayDivFloor(args[0], args[1]),
        ("rayDivCeil", 2) => WadRayMath.RayDivCeil(args[0], args[1]),
        ("rayToWad", 1) => WadRayMath.RayToWad(args[0]),
        ("wadToRay", 1) => WadRayMath.WadToRay(args[0]),
        ("linearInterest" or "calculateLinearInterest", 2) => InterestMath.Linear(args[0], args[1], WadRayMath.Ray),
        ("compoundedInterest" or "calculateCompoundedInterest", 2) => InterestMath.Compounded(args[0], args[1], WadRayMath.Ray),
        ("mulDivCeil", 3) => InterestMath.MulDivCeil(args[0], args[1], args[2]),
        _ => throw new ArgumentException($"{function} of {args.Length} arguments is no function of the library", nameof(function)),
    };
}
