using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>Wrong in one place of <c>aave-v3</c> each.</content>
internal static partial class WrongRules
{
    private sealed class NoEMode : AaveByTheBook
    {
        protected override BigInteger Category(IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes) => BigInteger.Zero;
    }

    private sealed class EModeForAll : AaveByTheBook
    {
        protected override BigInteger Category(IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes) => BigInteger.One;
    }

    private sealed class NotStrict : AaveByTheBook
    {
        protected override bool IsBelowOne(BigInteger healthFactorWad) => healthFactorWad <= Wad;
    }

    private sealed class RoundedDown : AaveByTheBook
    {
        protected override BigInteger WadDiv(BigInteger left, BigInteger right) => Floor(left * Wad, right);
    }

    private sealed class PoolDebtDown : AaveByTheBook
    {
        protected override BigInteger DebtBase(AaveTermsByTheBook terms, BigInteger scaled) =>
            base.CollateralBase(terms with { DepositIndex = terms.BorrowIndex }, scaled);
    }

    private sealed class PoolCollateralUp : AaveByTheBook
    {
        protected override BigInteger CollateralBase(AaveTermsByTheBook terms, BigInteger scaled) =>
            base.DebtBase(terms with { BorrowIndex = terms.DepositIndex }, scaled);
    }

    private sealed class NoBorrowIndex : AaveByTheBook
    {
        protected override BigInteger DebtBase(AaveTermsByTheBook terms, BigInteger scaled) =>
            base.DebtBase(terms with { BorrowIndex = BigInteger.Pow(10, 27) }, scaled);
    }

    private sealed class NoDepositIndex : AaveByTheBook
    {
        protected override BigInteger CollateralBase(AaveTermsByTheBook terms, BigInteger scaled) =>
            base.CollateralBase(terms with { DepositIndex = BigInteger.Pow(10, 27) }, scaled);
    }

    private sealed class RoundedOnce : AaveByTheBook
    {
        protected override BigInteger CollateralBase(AaveTermsByTheBook terms, BigInteger scaled) =>
            Floor(scaled * terms.DepositIndex * terms.Price, terms.Token * BigInteger.Pow(10, 27));
    }

    private sealed class LoanToValue : AaveByTheBook
    {
        public override BookTerms Read(VenueTerms venue, InstrumentTerms terms, MarketValues values)
        {
            AaveTermsByTheBook right = AaveTermsByTheBook.Of(terms, values);
            return right with { ThresholdBps = right.LtvBps };
        }
    }
}
