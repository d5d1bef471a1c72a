using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>
/// How an account's slack is split over its holdings: in proportion to (money at risk in a typical move)^(2/3), which makes exits of a diffusion rarest. Any
/// weights are sound, so two digits of a logarithm from a table are enough.
/// </summary>
internal static class SplitWeights
{
    private const int FractionBits = 16, TableBits = 6;
    private const int TableShift = FractionBits - TableBits;

    /// <summary>Binary logarithms of the middles of 64 steps from one to two, times 2^16.</summary>
    private static readonly int[] Log =
    [
        736, 2190, 3623, 5034, 6425, 7795, 9146, 10477, 11791, 13086, 14363, 15624, 16868, 18096, 19308, 20505,
        21687, 22854, 24007, 25146, 26272, 27384, 28484, 29571, 30645, 31707, 32758, 33797, 34825, 35841, 36847, 37842,
        38827, 39802, 40767, 41722, 42667, 43603, 44530, 45448, 46357, 47258, 48150, 49034, 49909, 50776, 51636, 52488,
        53332, 54169, 54998, 55820, 56635, 57443, 58245, 59039, 59827, 60609, 61384, 62152, 62915, 63671, 64421, 65166,
    ];

    /// <summary>Two to the middles of 64 steps from zero to one, times 2^16.</summary>
    private static readonly int[] Exp =
    [
        65892, 66609, 67335, 68068, 68809, 69558, 70316, 71082, 71856, 72638, 73429, 74229, 75037, 75854, 76680, 77515,
        78359, 79212, 80075, 80947, 81828, 82719, 83620, 84531, 85451, 86382, 87322, 88273, 89234, 90206, 91188, 92181,
        93185, 94200, 95226, 96263, 97311, 98370, 99442, 100524, 101619, 102726, 103844, 104975, 106118, 107274, 108442, 109623,
        110816, 112023, 113243, 114476, 115723, 116983, 118257, 119544, 120846, 122162, 123492, 124837, 126197, 127571, 128960, 130364,
    ];

    /// <summary>Two thirds of the binary logarithm of a product of two positive numbers, times 2^16.</summary>
    public static int TwoThirdsLog(long magnitude, long move, int shift)
    {
        int log = LogOf(magnitude) + LogOf(move) - (shift << FractionBits);
        return log * 2 / 3;
    }

    /// <summary>A weight from one to 2^20: two to the distance from the largest logarithm.</summary>
    public static long Weight(int log, int largest)
    {
        int distance = (20 << FractionBits) - (largest - log);
        return distance <= 0 ? 1 : (long)Exp[(distance >> TableShift) & ((1 << TableBits) - 1)] << (distance >> FractionBits) >> FractionBits;
    }

    private static int LogOf(long value)
    {
        int exponent = BitOperations.Log2((ulong)value | 1);
        int step = (int)(exponent >= TableBits ? value >> (exponent - TableBits) : value << (TableBits - exponent)) & ((1 << TableBits) - 1);
        return (exponent << FractionBits) + Log[step];
    }
}
