using System.Numerics;

namespace MarginStreams.Engine.Tests;

/// <summary>Finds where an answer changes.</summary>
internal static class Boundary
{
    /// <summary>The last number with the answer of <paramref name="low"/>, where <paramref name="high"/> has another one; else null.</summary>
    public static BigInteger? LastBefore(BigInteger low, BigInteger high, Func<BigInteger, bool> asks)
    {
        bool atLow = asks(low);
        if (asks(high) == atLow)
        {
            return null;
        }

        while (high - low > 1)
        {
            BigInteger middle = (low + high) / 2;
            if (asks(middle) == atLow)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
