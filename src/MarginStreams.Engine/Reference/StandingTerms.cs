using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>A holding as <see cref="StandingTerms"/> multiply it.</summary>
/// <param name="Instrument">Where its market is found.</param>
/// <param name="Size">Mantissa, signed.</param>
/// <param name="Cost">Numeraire's smallest unit.</param>
/// <param name="Settled">Size x settled index: the funding that is paid already.</param>
internal readonly record struct StandingHolding(ReferenceInstrument Instrument, Int128 Size, Int128 Cost, Int128 Settled);

/// <summary>
/// One instrument of the rule set <c>linear</c> at one frame, over a denominator L that all instruments of the venue share: what a holding contributes, times L
/// and before its one rounding, is an integer. All is exact or throws <see cref="OverflowException"/>.
/// </summary>
internal abstract class StandingTerms
{
    /// <summary>The terms over L, which every denominator of the instrument divides; null where 128 bits do not hold them.</summary>
    public static StandingTerms? Of(LinearTermsByTheBook terms, BigInteger l)
    {
        try
        {
            return terms is AssetTerms asset ? new StandingAsset(asset, l) : new StandingPerpetual((PerpetualTerms)terms, l);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The least common multiple of a denominator and those that the instrument's contributions have.</summary>
    public static BigInteger CommonMultiple(BigInteger l, LinearTermsByTheBook terms) => terms switch
    {
        AssetTerms asset => new[] { asset.DepositValue, asset.DepositMaintenance, asset.DebtValue, asset.DebtMaintenance }
            .Aggregate(l, static (multiple, fraction) => CommonMultiple(multiple, fraction.Denominator)),
        _ => CommonMultiple(l, ((PerpetualTerms)terms).DenominatorPpm),
    };

    /// <summary>The exact contribution to the maintenance line, times L.</summary>
    public abstract Int128 Maintenance(in StandingHolding held);

    /// <summary>The exact contribution to equity, times L.</summary>
    public abstract Int128 Equity(in StandingHolding held);

    /// <summary>The product. Where both fit 64 bits, or one 96 and the other 32, it fits 128, and nothing has to be checked.</summary>
    protected static Int128 Times(Int128 left, Int128 right)
    {
        if (Fits(left, 64) && Fits(right, 64))
        {
            return Math.BigMul((long)left, (long)right);
        }

        if (Fits(left, 96) && Fits(right, 32))
        {
            unchecked
            {
                return left * right;
            }
        }

        return left * right;
    }

    private static bool Fits(Int128 value, int bits)
    {
        Int128 sign = value >> (bits - 1);
        return sign == 0 || sign == -1;
    }

    private static BigInteger CommonMultiple(BigInteger left, BigInteger right) => left / BigInteger.GreatestCommonDivisor(left, right) * right;

    private sealed class StandingAsset(AssetTerms terms, BigInteger l) : StandingTerms
    {
        private readonly Int128 _depositMaintenance = Scaled(terms.DepositMaintenance, l);
        private readonly Int128 _depositEquity = Scaled(terms.DepositValue, l);
        private readonly Int128 _debtMaintenance = Scaled(terms.DebtMaintenance, l);
        private readonly Int128 _debtEquity = Scaled(terms.DebtValue, l);

        public override Int128 Maintenance(in StandingHolding held) => Times(held.Size, held.Size < 0 ? _debtMaintenance : _depositMaintenance);

        public override Int128 Equity(in StandingHolding held) => Times(held.Size, held.Size < 0 ? _debtEquity : _depositEquity);

        /// <summary>Without a remainder: L is a multiple of the denominator.</summary>
        private static Int128 Scaled(Rational each, BigInteger l) => (Int128)(each.Numerator * (l / each.Denominator));
    }

    private sealed class StandingPerpetual : StandingTerms
    {
        private static readonly Int128 One = 1_000_000;
        private readonly Int128 _valueLow, _valueHigh, _funding, _value, _unit, _cost, _gainPpm;
        private readonly (Int128 LowerBound, Int128 RatePpm, Int128 Deduction)[] _brackets;

        /// <summary>All numerators times L over the denominator of a line, which divides L.</summary>
        public StandingPerpetual(PerpetualTerms terms, BigInteger l)
        {
            BigInteger scale = l / terms.DenominatorPpm;
            _valueLow = (Int128)(terms.ValueLow * scale);
            _valueHigh = (Int128)(terms.ValueHigh * scale);
            _value = (Int128)(terms.Value * scale);
            _funding = (Int128)(terms.Funding * scale);
            _unit = (Int128)(terms.Unit * scale);
            _cost = (Int128)(terms.Denominator * scale);
            _gainPpm = (Int128)terms.GainPpm;
            _brackets =
            [
                .. terms.Maintenance.Select(one =>
                    ((Int128)(one.LowerBound * scale), (Int128)one.RatePpm, (Int128)(one.Deduction * scale))),
            ];
        }

        /// <summary>g(size x P - cost - size x (F - F_settled)) - M(|size| x P).</summary>
        public override Int128 Maintenance(in StandingHolding held)
        {
            Int128 value = held.Size < 0 ? _valueHigh : _valueLow;
            Int128 gain = Gain(value, held);
            Int128 weighted = Times(gain, gain < 0 ? One : _gainPpm);
            Int128 notional = Times(Int128.Abs(held.Size), value);
            int j = _brackets.Length - 1;
            while (j > 0 && _brackets[j].LowerBound > notional)
            {
                j--;
            }

            return weighted - (Times(notional, _brackets[j].RatePpm) - _brackets[j].Deduction);
        }

        public override Int128 Equity(in StandingHolding held) => Times(Gain(_value, held), One);

        private Int128 Gain(Int128 value, in StandingHolding held) =>
            Times(held.Size, value - _funding) + Times(held.Settled, _unit) - Times(held.Cost, _cost);
    }
}
