using System.Globalization;
using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Oracle.Tests;

/// <summary>Interest between the observations of an index: how much, when a frame tells of it, and the same whoever owns the sequence.</summary>
public sealed class InterestTests
{
    private const long Year = InterestMath.SecondsPerYear;
    private static readonly BigInteger One = MarketValues.IndexOne;

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

    /// <summary>Under aave-v3 one is 10^27, observed or not, and so is the rate: 5 % for a year on 1.1.</summary>
    [Fact]
    public void Frame_RuleSetInRay_StartsAndAccruesInRay()
    {
        BigInteger ray = BigInteger.Pow(10, 27);
        OracleInstrument Reserve(string id, string feed) => OracleTerms.Asset(id, "v", feed) with
        {
            Terms = OracleTerms.Asset(id, "v", feed).Terms with
            {
                Side = InstrumentSide.Debt, PriceExponent = -6, Parameters = new Dictionary<string, BigInteger>(),
            },
        };
        OracleVenue venue = new(new("v", AaveNames.RuleSet, 1, "USD", -6, new Dictionary<string, BigInteger>(), 0), InterestAccrual.Linear);
        OracleObservation seen = OracleTerms.Seen("f", OracleQuantity.BorrowIndex, ray * 11 / 10) with { Vector = [ray / 20] };
        OracleRun run = new OracleRun().At(0, venue, Reserve("A", "f"), Reserve("B", "g"), seen).At(Year * 1_000, OracleTerms.Price("g", 5)).Close();
        Assert.Empty(run.Refused);
        Assert.Equal(
            [("A", ray * 1155 / 1000), ("B", ray)], run.Last.Instruments.Select(one => (one.Instrument, one.Values.BorrowIndex)));
        Assert.All(run.Last.Instruments, one => Assert.Equal(ray, one.Values.DepositIndex));
    }

    [Fact]
    public void Venue_AnotherRuleSetOrOneThatBreaksItsInstruments_IsRefused()
    {
        OracleVenue pool = new(new("v", AaveNames.RuleSet, 1, "USD", -2, new Dictionary<string, BigInteger>(), 0), InterestAccrual.None);
        OracleInstrument debt = OracleTerms.Asset("A", "v", "f");
        debt = debt with { Terms = debt.Terms with { Side = InstrumentSide.Debt, Parameters = new Dictionary<string, BigInteger>() } };
        OracleRun run = new OracleRun().At(0, pool, debt).Close()
            .At(1, OracleTerms.Venue("v"), pool with { Terms = pool.Terms with { NumeraireExponent = -3 } }).Close();
        Assert.Equal([OracleReject.TermsRefused, OracleReject.TermsRefused], run.Refused);
        Assert.Single(run.Frames);
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
