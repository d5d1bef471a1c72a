using System.Globalization;
using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle.Tests;

/// <summary>Interest between the observations of an index: how much, when a frame tells of it, and the same whoever owns the sequence.</summary>
public sealed class InterestTests
{
    private const long Year = InterestMath.SecondsPerYear;
    private static readonly BigInteger One = MarketValues.IndexOne;
    private static readonly BigInteger Ray = BigInteger.Pow(10, 27);

    /// <summary>What the tests of Aave's own library expect (MathUtils.t.sol).</summary>
    [Fact]
    public void Growth_AavesCases_GivesAavesFigures()
    {
        Assert.Equal(Ray * 156 / 100, InterestMath.LinearGrowth(Ray * 8 / 100, 7 * Year, Ray));
        Assert.Equal(Ray, InterestMath.CompoundedGrowth(Ray * 8 / 100, 0, Ray));
        Assert.Equal(
            BigInteger.Parse("166666716666676666667666666666666600000000000000", CultureInfo.InvariantCulture),
            InterestMath.CompoundedGrowth(Ray * 1_000, 10_000 * Year, Ray));
    }

    [Theory]
    [InlineData(5, 1, 10, 1)]    // 0.5 up
    [InlineData(4, 1, 10, 0)]
    [InlineData(15, 13, 10, 20)] // 19.5 up
    public void Multiply_Half_RoundsUp(int a, int b, int one, int expected) => Assert.Equal(expected, InterestMath.Multiply(a, b, one));

    public static TheoryData<InterestAccrual, string, string> Accruals() => new()
    {
        // 10 % a year for half a year on an index of 2: linear 2 x 1.05; compounded 2 x (1 + 0.05 + 0.00125 + 0.0000208...)
        { InterestAccrual.None, "2000000000000000000", "2000000000000000000" },
        { InterestAccrual.Linear, "2100000000000000000", "2100000000000000000" },
        { InterestAccrual.Compounded, "2100000000000000000", "2102541666666666666" },
    };

    [Theory]
    [MemberData(nameof(Accruals))]
    public void Frame_HalfAYearLater_HoldsTheAccruedIndices(InterestAccrual accrual, string deposit, string borrow)
    {
        OracleRun run = Accruing(accrual);
        run.At(Year * 500, OracleTerms.Price("g", 5)).Close();
        MarketValues values = run.Frames.SelectMany(frame => frame.Instruments).Last(one => one.Instrument == "A").Values;
        Assert.Equal($"{deposit} {borrow}", $"{values.DepositIndex} {values.BorrowIndex}");
        Assert.Equal(accrual == InterestAccrual.None ? ["B"] : new[] { "A", "B" }, run.Last.Instruments.Select(one => one.Instrument));
    }

    [Fact]
    public void Frame_IndexThatDidNotMove_IsNotInIt()
    {
        OracleRun run = Accruing(InterestAccrual.Linear);
        run.At(999, OracleTerms.Price("g", 5)).Close();
        Assert.Equal(["B"], run.Last.Instruments.Select(one => one.Instrument));
        run.At(1_000, OracleTerms.Price("g", 6)).Close();
        Assert.Equal(["A", "B"], run.Last.Instruments.Select(one => one.Instrument));
        run.At(1_999, OracleTerms.Price("g", 7)).Close();
        Assert.Equal(["B"], run.Last.Instruments.Select(one => one.Instrument));
    }

    [Fact]
    public void Close_NothingChangedButTheTime_NoFrame()
    {
        OracleRun run = Accruing(InterestAccrual.Linear);
        run.At(Year * 1_000, OracleTerms.Price("nobody's", 5)).Close();
        Assert.Single(run.Frames);
    }

    [Fact]
    public void Venue_AccrualTurnedOff_IndicesGoBackToWhatWasObserved()
    {
        OracleRun run = Accruing(InterestAccrual.Linear);
        run.At(Year * 1_000, OracleTerms.Price("g", 5)).Close();
        run.At(Year * 1_000, OracleTerms.Venue("v")).Close();
        Assert.Equal(2 * One, run.Last.Instruments.Single(one => one.Instrument == "A").Values.BorrowIndex);
    }

    [Fact]
    public void Observation_OfTheFuture_DoesNotAccrueBackwards()
    {
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v", accrual: InterestAccrual.Linear), OracleTerms.Asset("A", "v", "f"))
            .At(0, Index(OracleQuantity.DepositIndex, One) with { AsOfMs = 10_000 }).Close();
        Assert.Equal(2 * One, run.Last.Instruments.Single().Values.DepositIndex);
    }

    public static TheoryData<string, string, bool> Rates() => new()
    {
        { "1", "", true },
        { new string('9', 76), "", true },
        { new string('9', 76), "0", true },
        { new string('9', 32), new string('9', 29), true },
        { "1" + new string('0', 32), "1", false },
        { "1", "1" + new string('0', 29), false },
        { "1", "-1", false },
        { "1", "1 1", false },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Apply_Rate_IsTakenWhereItsInterestFitsAnAmount(string index, string rates, bool isTaken)
    {
        BigInteger value = BigInteger.Parse(index, CultureInfo.InvariantCulture);
        BigInteger[] vector = [.. rates.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rate => BigInteger.Parse(rate, CultureInfo.InvariantCulture))];
        OracleObservation seen = OracleTerms.Seen("f", OracleQuantity.BorrowIndex, value) with { Vector = vector };
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v", accrual: InterestAccrual.Compounded), OracleTerms.Asset("A", "v", "f"), seen).Close()
            .At(253_402_300_799_999, OracleTerms.Price("f", 1)).Close();
        Assert.Equal(isTaken ? [] : [OracleReject.RateInvalid], run.Refused);
        Assert.True(run.Last.Instruments.Single().Values.BorrowIndex < BigInteger.Pow(10, 76));
    }

    /// <summary>An index of 2 with 10 % a year on A; B only has a price.</summary>
    private static OracleRun Accruing(InterestAccrual accrual) => new OracleRun()
        .At(0, OracleTerms.Venue("v", accrual: accrual), OracleTerms.Asset("A", "v", "f"), OracleTerms.Asset("B", "v", "g"))
        .At(0, Index(OracleQuantity.DepositIndex, One / 10), Index(OracleQuantity.BorrowIndex, One / 10)).Close();

    private static OracleObservation Index(OracleQuantity quantity, BigInteger rate) => OracleTerms.Seen("f", quantity, 2 * One) with { Vector = [rate] };
}
