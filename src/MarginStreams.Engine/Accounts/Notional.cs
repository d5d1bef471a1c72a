using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The value of a size.</summary>
internal static class Notional
{
    /// <summary>|size| x multiplier x price x 10^(size exponent + price exponent - numeraire exponent), numeraire's smallest unit, rounded down.</summary>
    public static BigInteger Of(InstrumentSlot instrument, BigInteger size, BigInteger price)
    {
        InstrumentTerms terms = instrument.Terms!;
        int exponent = terms.SizeExponent + terms.PriceExponent - instrument.Venue!.Terms!.NumeraireExponent;
        BigInteger scaled = BigInteger.Abs(size) * terms.Multiplier * price * ExactMath.PowerOfTen(exponent);
        return ExactMath.DivideFloor(scaled, ExactMath.PowerOfTen(-exponent));
    }
}
