using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The value of a size.</summary>
internal static class Notional
{
    /// <summary>|size| x multiplier x price x 10^(size exponent + price exponent - numeraire exponent), numeraire's smallest unit, rounded down.</summary>
    public static BigInteger Of(InstrumentSlot instrument, BigInteger size, BigInteger price)
    {
        (BigInteger numerator, BigInteger denominator) = Each(instrument, price);
        return ExactMath.DivideFloor(BigInteger.Abs(size) * numerator, denominator);
    }

    /// <summary>The value of one unit of size, exactly, as a fraction of numeraire's smallest units.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Each(InstrumentSlot instrument, BigInteger price)
    {
        InstrumentTerms terms = instrument.Terms!;
        int exponent = terms.SizeExponent + terms.PriceExponent - instrument.Venue!.Terms!.NumeraireExponent;
        return (terms.Multiplier * price * ExactMath.PowerOfTen(exponent), ExactMath.PowerOfTen(-exponent));
    }
}
