namespace MarginStreams.Risk;

/// <summary>The units of screens: powers of two of the smallest ones, so that amounts of fine-grained tokens fit 64 bits.</summary>
public static class ScreenUnits
{
    /// <summary>Bits that a whole unit of a size, or of the numeraire, has at least where its exponent allows.</summary>
    private const int SizeUnitBits = 27, MoneyUnitBits = 20;

    /// <summary>Binary places that sizes are cut by.</summary>
    public static int SizeShift(int sizeExponent) => Shift(sizeExponent, SizeUnitBits);

    /// <summary>Binary places that money is cut by.</summary>
    public static int MoneyShift(int numeraireExponent) => Shift(numeraireExponent, MoneyUnitBits);

    private static int Shift(int exponent, int bits) => Math.Max(0, (-exponent * 10 / 3) - bits);
}
