using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>
/// The integers a computation runs in: <see cref="Int128"/> where the numbers fit, <see cref="BigInteger"/> where they do not. Both run the same
/// code under overflow checks, so the narrow lane either gives the exact result or throws <see cref="OverflowException"/>; it never gives another one.
/// </summary>
public static class Lane
{
    /// <summary>Longest magnitude that is put into the narrow lane, bits: leaves room for a sign and a sum.</summary>
    private const int NarrowBits = 120;

    /// <summary>Whether a value can stand in the lane at all.</summary>
    public static bool Fits<T>(BigInteger value)
        where T : IBinaryInteger<T> =>
        typeof(T) == typeof(BigInteger) || value.GetBitLength() <= NarrowBits;

    internal static T[]? Convert<T>(params ReadOnlySpan<BigInteger> values)
        where T : IBinaryInteger<T>
    {
        var converted = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!Fits<T>(values[i]))
            {
                return null;
            }

            converted[i] = T.CreateChecked(values[i]);
        }

        return converted;
    }
}
