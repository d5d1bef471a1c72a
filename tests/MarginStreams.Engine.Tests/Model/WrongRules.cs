using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>Rule sets that are wrong in one place each.</summary>
internal static partial class WrongRules
{
    public static readonly IReadOnlyDictionary<string, Func<RuleBook>> All = new Dictionary<string, Func<RuleBook>>(StringComparer.Ordinal)
    {
        ["deposits and positions round to zero"] = () => new FloorToZero(),
        ["deposits and positions round up"] = () => new FloorUp(),
        ["debts round down"] = () => new CeilingDown(),
        ["liquidatable at zero"] = () => new LiquidatableAtZero(),
        ["liquidatable without exposure"] = () => new LiquidatableWithoutExposure(),
        ["out only above the exit buffer"] = () => new OutAboveTheBuffer(),
        ["out needs the buffer without exposure"] = () => new OutWithoutExposureNeedsTheBuffer(),
        ["exit buffer ignored"] = () => new NoExitBuffer(),
        ["bankrupt at zero"] = () => new BankruptAtZero(),
        ["gain weight on losses too"] = () => new WeightOnLosses(),
        ["gain weight ignored"] = () => new NoGainWeight(),
        ["funding received instead of paid"] = () => new FundingReversed(),
        ["funding since ever"] = () => new FundingSinceEver(),
        ["first bracket for all"] = () => new FirstBracket(),
        ["whole brackets instead of marginal ones"] = () => new WholeBrackets(),
        ["longs at the high price"] = () => new LongsHigh(),
        ["shorts at the low price"] = () => new ShortsLow(),
        ["position rounded before the requirement"] = () => new RoundedTwice(),
        ["below a warning line at the line"] = () => new WrongWarnings { IsBelow = static (left, right) => left <= right },
        ["warning line a unit of requirement late"] = () => new WrongWarnings { IsBelow = static (left, right) => left < right - 1_000_000 },
        ["hysteresis ignored"] = () => new WrongWarnings { HysteresisOf = static (_, _, _) => 0 },
        ["hysteresis downwards too"] = () => new WrongWarnings { HysteresisOf = static (venue, _, former) => former == 0 ? 0 : venue.BandHysteresisPpm },
        ["hysteresis of a line that is none any more"] = () => new WrongWarnings
        {
            HysteresisOf = static (venue, line, former) => former != 0 && line >= former ? venue.BandHysteresisPpm : 0,
        },
        ["hysteresis of the former line alone"] = () => new WrongWarnings
        {
            HysteresisOf = static (venue, line, former) => line == former ? venue.BandHysteresisPpm : 0,
        },
        ["highest warning line instead of the lowest"] = () => new WrongWarnings { IsHighest = true },
        ["below a warning line without a requirement"] = () => new WrongWarnings { NeedsRequirement = false },
        ["missing prices give immunity"] = () => new Immune(),
        ["missing prices taken for zero"] = () => new TakenForZero(),
        ["missing prices of assets taken for zero"] = () => new AssetsTakenForZero(),
        ["e-mode ignored"] = () => new NoEMode(),
        ["e-mode for everybody"] = () => new EModeForAll(),
        ["liquidatable at a health factor of one"] = () => new NotStrict(),
        ["health factor rounded down"] = () => new RoundedDown(),
        ["debts of the pool rounded down"] = () => new PoolDebtDown(),
        ["collateral of the pool rounded up"] = () => new PoolCollateralUp(),
        ["debts without interest"] = () => new NoBorrowIndex(),
        ["collateral without interest"] = () => new NoDepositIndex(),
        ["token balances not rounded"] = () => new RoundedOnce(),
        ["loan to value in the place of the threshold"] = () => new LoanToValue(),
    };

    private sealed class FloorToZero : LinearByTheBook
    {
        protected override BigInteger Floor(BigInteger numerator, BigInteger denominator) => numerator / denominator;
    }

    private sealed class FloorUp : LinearByTheBook
    {
        protected override BigInteger Floor(BigInteger numerator, BigInteger denominator) => base.Ceiling(numerator, denominator);
    }

    private sealed class CeilingDown : LinearByTheBook
    {
        protected override BigInteger Ceiling(BigInteger numerator, BigInteger denominator) => base.Floor(numerator, denominator);
    }

    private sealed class LiquidatableAtZero : LinearByTheBook
    {
        public override bool IsLiquidatable(bool hasExposure, BigInteger maintenanceSurplus) => hasExposure && maintenanceSurplus <= 0;
    }

    private sealed class LiquidatableWithoutExposure : LinearByTheBook
    {
        public override bool IsLiquidatable(bool hasExposure, BigInteger maintenanceSurplus) => maintenanceSurplus < 0;
    }

    private sealed class OutAboveTheBuffer : LinearByTheBook
    {
        public override bool IsOut(bool hasExposure, BigInteger maintenanceSurplus, BigInteger exitBuffer) =>
            !hasExposure || maintenanceSurplus > exitBuffer;
    }

    private sealed class OutWithoutExposureNeedsTheBuffer : LinearByTheBook
    {
        public override bool IsOut(bool hasExposure, BigInteger maintenanceSurplus, BigInteger exitBuffer) => maintenanceSurplus >= exitBuffer;
    }

    private sealed class NoExitBuffer : LinearByTheBook
    {
        public override bool IsOut(bool hasExposure, BigInteger maintenanceSurplus, BigInteger exitBuffer) => true;
    }

    private sealed class BankruptAtZero : LinearByTheBook
    {
        public override bool IsBankrupt(BigInteger equity) => equity <= 0;
    }

    private sealed class WeightOnLosses : LinearByTheBook
    {
        protected override BigInteger Weighted(PerpetualTerms terms, BigInteger gain) => gain * terms.GainPpm;
    }

    private sealed class NoGainWeight : LinearByTheBook
    {
        protected override BigInteger Weighted(PerpetualTerms terms, BigInteger gain) => gain * 1_000_000;
    }

    private sealed class FundingReversed : LinearByTheBook
    {
        protected override BigInteger Gain(PerpetualTerms terms, BigInteger value, Holding holding) =>
            base.Gain(terms with { Funding = -terms.Funding }, value, holding with { SettledIndex = -holding.SettledIndex });
    }

    private sealed class FundingSinceEver : LinearByTheBook
    {
        protected override BigInteger Gain(PerpetualTerms terms, BigInteger value, Holding holding) =>
            base.Gain(terms, value, holding with { SettledIndex = BigInteger.Zero });
    }

    private sealed class FirstBracket : LinearByTheBook
    {
        protected override BigInteger Required(IReadOnlyList<BracketByTheBook> brackets, BigInteger notional) =>
            base.Required([brackets[0]], notional);
    }

    private sealed class WholeBrackets : LinearByTheBook
    {
        protected override BigInteger Required(IReadOnlyList<BracketByTheBook> brackets, BigInteger notional) =>
            base.Required([.. brackets.Select(bracket => bracket with { Deduction = BigInteger.Zero })], notional);
    }

    private sealed class LongsHigh : LinearByTheBook
    {
        protected override BigInteger PerpetualContribution(MarginLine line, PerpetualTerms terms, Holding holding) =>
            base.PerpetualContribution(line, terms with { ValueLow = terms.ValueHigh }, holding);
    }

    private sealed class ShortsLow : LinearByTheBook
    {
        protected override BigInteger PerpetualContribution(MarginLine line, PerpetualTerms terms, Holding holding) =>
            base.PerpetualContribution(line, terms with { ValueHigh = terms.ValueLow }, holding);
    }

    private sealed class RoundedTwice : LinearByTheBook
    {
        protected override BigInteger Weighted(PerpetualTerms terms, BigInteger gain) =>
            base.Floor(base.Weighted(terms, gain), terms.DenominatorPpm) * terms.DenominatorPpm;
    }
}
