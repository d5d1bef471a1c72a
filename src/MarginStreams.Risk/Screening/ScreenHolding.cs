using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>A holding in the units of its screen.</summary>
/// <param name="Magnitude">|size| cut by <see cref="Screen.SizeShift"/>, rounded down.</param>
/// <param name="Cost">Cost in the screen's money, rounded down.</param>
/// <param name="SettledIndex">Cumulative funding at the last settlement, in the price's unit.</param>
public readonly record struct ScreenHolding(long Magnitude, long Cost, long SettledIndex)
{
    /// <summary>A holding whose amounts fit 64 bits.</summary>
    public static bool TryCreate(Screen screen, long size, long cost, long settledIndex, out ScreenHolding holding)
    {
        ulong whole = unchecked((ulong)(size < 0 ? -size : size));
        ulong magnitude = screen.SizeShift < 64 ? whole >> screen.SizeShift : 0;
        if (magnitude >= 1UL << 62)
        {
            holding = default;
            return false;
        }

        holding = screen.IsPosition ? new((long)magnitude, cost >> Math.Min(screen.MoneyShift, 63), settledIndex) : new((long)magnitude, 0, 0);
        return holding.Cost is < 1L << Screen.AmountBits and > -(1L << Screen.AmountBits);
    }

    /// <summary>A holding whose amounts fit 128 bits; false where they are too long for a screen.</summary>
    public static bool TryCreate(Screen screen, Int128 size, Int128 cost, Int128 settledIndex, out ScreenHolding holding)
    {
        Int128 magnitude = Int128.Abs(size) >> Math.Min(screen.SizeShift, 127);
        Int128 money = screen.IsPosition ? cost >> Math.Min(screen.MoneyShift, 127) : Int128.Zero;
        Int128 settled = screen.IsPosition ? settledIndex : Int128.Zero;
        bool fits = magnitude < 1L << 62 && Int128.Abs(money) < 1L << Screen.AmountBits && Int128.Abs(settled) < 1L << 62;
        holding = fits ? new((long)magnitude, (long)money, (long)settled) : default;
        return fits;
    }

    /// <summary>A holding of any size; false where its amounts are too long for a screen.</summary>
    public static bool TryCreate(Screen screen, BigInteger size, BigInteger cost, BigInteger settledIndex, out ScreenHolding holding)
    {
        if (!screen.IsPosition)
        {
            cost = settledIndex = BigInteger.Zero;
        }

        BigInteger magnitude = BigInteger.Abs(size) >> screen.SizeShift;
        BigInteger money = cost >> screen.MoneyShift;
        bool fits = magnitude < 1L << 62 && money.GetBitLength() <= Screen.AmountBits && settledIndex.GetBitLength() < 63;
        holding = fits ? new((long)magnitude, (long)money, (long)settledIndex) : default;
        return fits;
    }
}
