namespace MarginStreams.Engine;

/// <summary>Compares UTF-8 texts as <see cref="string.CompareOrdinal(string, string)"/> compares the same texts.</summary>
internal static class Utf8Order
{
    /// <summary>First byte of a code point of the private use area or above, which UTF-16 puts behind those that need a surrogate pair.</summary>
    private const byte AboveSurrogates = 0xEE;

    /// <summary>First byte of a code point that needs a surrogate pair.</summary>
    private const byte Supplementary = 0xF0;

    /// <summary>Negative, zero or positive, as left stands before, at or behind right.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        (byte a, byte b) = (left[common], right[common]);
        bool crosses = a >= AboveSurrogates && b >= AboveSurrogates && (a >= Supplementary) != (b >= Supplementary);
        return crosses ? b - a : a - b;
    }
}
