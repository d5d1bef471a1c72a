using System.Numerics;

namespace MarginStreams.Cli.Generating;

/// <summary>Powers of two with 32 fractional bits in the exponent, in integers: no mathematical library decides a byte of what is generated.</summary>
internal static class FixedPoint
{
    private const int ExponentBits = 32;
    private const int RootBits = 62;

    /// <summary>The logarithm of e to base 2, with 32 fractional bits.</summary>
    private const long Log2OfE = 6_196_328_018;

    private static readonly UInt128[] Roots = MakeRoots();

    /// <summary>value x 2^exponent, rounded down; the exponent has 32 fractional bits.</summary>
    public static BigInteger Scale(BigInteger value, long exponent)
    {
        UInt128 factor = UInt128.One << RootBits;
        for (int k = 0; k < ExponentBits; k++)
        {
            if ((exponent >> (ExponentBits - 1 - k) & 1) != 0)
            {
                factor = (factor * Roots[k]) >> RootBits;
            }
        }

        BigInteger product = value * factor;
        int shift = RootBits - (int)(exponent >> ExponentBits);
        return shift >= 0 ? product >> shift : product << -shift;
    }

    /// <summary>The exponent of 2 that is the same as an exponent of e: a normal number (32 fractional bits) times a deviation in ppm.</summary>
    public static long Exponent(long normal, long deviationPpm) => (long)((Int128)normal * deviationPpm * Log2OfE / 1_000_000 >> ExponentBits);

    /// <summary>The largest integer whose square is not above the value.</summary>
    public static BigInteger SquareRoot(BigInteger value)
    {
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / BigInteger.Max(1, root))) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    /// <summary>2^(1/2), 2^(1/4), 2^(1/8), and so on.</summary>
    private static UInt128[] MakeRoots()
    {
        var roots = new UInt128[ExponentBits];
        BigInteger former = (BigInteger)2 << RootBits;
        for (int k = 0; k < roots.Length; k++)
        {
            former = SquareRoot(former << RootBits);
            roots[k] = (UInt128)former;
        }

        return roots;
    }
}
