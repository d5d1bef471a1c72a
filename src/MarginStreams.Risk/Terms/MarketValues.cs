using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>The market side of one instrument at one frame.</summary>
/// <param name="Price">Mantissa in the instrument's price unit; null before the first valid price.</param>
/// <param name="PriceLow">Lower end with the margin of error; equal to the price without one.</param>
/// <param name="PriceHigh">Upper end with the margin of error; equal to the price without one.</param>
/// <param name="FundingIndex">Cumulative funding per unit of size, in the price's unit.</param>
/// <param name="DepositIndex">Interest index of deposits, 18 decimals.</param>
/// <param name="BorrowIndex">Interest index of debts, 18 decimals.</param>
public sealed record MarketValues(
    BigInteger? Price,
    BigInteger? PriceLow,
    BigInteger? PriceHigh,
    BigInteger FundingIndex,
    BigInteger DepositIndex,
    BigInteger BorrowIndex)
{
    /// <summary>One, with the 18 decimals of an interest index.</summary>
    public static readonly BigInteger IndexOne = BigInteger.Pow(10, 18);

    /// <summary>What holds before anything was observed.</summary>
    public static readonly MarketValues None = new(null, null, null, BigInteger.Zero, IndexOne, IndexOne);
}
