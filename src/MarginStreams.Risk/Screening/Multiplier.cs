using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>A fraction as a factor of 62 bits and a shift: one multiplication instead of a division.</summary>
internal readonly record struct Multiplier(long Factor, int Shift)
{
    private const int FactorBits = 62;
    private const int ProductBits = 60;
    private const int ShiftMax = 62;

    /// <summary>The factor is rounded down, so it lacks less than one.</summary>
    public static bool TryCreate(BigInteger numerator, BigInteger denominator, out Multiplier multiplier)
    {
        long bits = BigInteger.Abs(numerator).GetBitLength() - denominator.GetBitLength();
        int shift = (int)Math.Clamp(FactorBits - 1 - bits, 0, ShiftMax);
        BigInteger factor = ExactMath.DivideFloor(numerator << shift, denominator);
        bool fits = factor.GetBitLength() <= FactorBits;
        multiplier = fits ? new((long)factor, shift) : default;
        return fits;
    }

    /// <summary>The product, floored; false when it is longer than a slope may be.</summary>
    public bool TryTimes(long value, out long product)
    {
        long high = Math.BigMul(value, Factor, out long low);
        product = Shift == 0 ? low : unchecked((high << (64 - Shift)) | (low >>> Shift));
        bool isWhole = Shift == 0 ? high == low >> 63 : high >> (Shift - 1) is 0 or -1;
        return isWhole && product is < 1L << ProductBits and > -1L << ProductBits;
    }

    /// <summary>How much products of values that make no longer product may lack, with the value itself cut or not.</summary>
    public long Error(int valueBits, int cut)
    {
        int bits = (int)Math.Min(valueBits, ProductBits + Shift - ((BigInteger)Factor).GetBitLength() + 1);
        long lacks = bits > Shift ? 1L << Math.Min(bits - Shift, 50) : 1;
        return lacks + 1 + (cut > 0 ? (Math.Abs(Factor) >> Shift) + 1 : 0);
    }
}
