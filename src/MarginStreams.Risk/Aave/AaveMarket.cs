using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>One side of a reserve at one frame; its figures in the narrow lane are prepared when they fit it.</summary>
public sealed class AaveMarket : InstrumentMarket
{
    /// <summary>
    /// Bits of a product that the narrow lane takes with room for a sign and a sum; bits of a weight; bits that a division by a ray takes off at least.
    /// </summary>
    private const int NarrowBits = 124, WeightBits = 14, RayBits = 89;

    private readonly Int128 _price, _unit, _depositIndex, _borrowIndex;
    private readonly long _indexBits, _priceBits;

    internal AaveMarket(AaveInstrument instrument, MarketValues values, bool isPriced)
        : base(instrument, values, isPriced)
    {
        Instrument = instrument;
        Price = values.Price!.Value;
        _indexBits = Math.Max(values.DepositIndex.GetBitLength(), values.BorrowIndex.GetBitLength());
        _priceBits = Price.GetBitLength();
        IsNarrow = _indexBits < NarrowBits && _priceBits < NarrowBits && instrument.Unit.GetBitLength() < NarrowBits;
        if (IsNarrow)
        {
            (_price, _unit) = ((Int128)Price, (Int128)instrument.Unit);
            (_depositIndex, _borrowIndex) = ((Int128)values.DepositIndex, (Int128)values.BorrowIndex);
        }
    }

    /// <summary>The rules.</summary>
    public AaveInstrument Instrument { get; }

    /// <summary>Price of a token, base currency's smallest unit.</summary>
    public BigInteger Price { get; }

    /// <summary>Interest index of debts or of deposits, ray.</summary>
    public BigInteger Index(bool isDebt) => isDebt ? Values.BorrowIndex : Values.DepositIndex;

    /// <summary>Whether price, index and unit fit the narrow lane.</summary>
    internal bool IsNarrow { get; }

    /// <summary>Price, index and unit in a lane.</summary>
    internal (T Price, T Index, T Unit) In<T>(bool isDebt)
        where T : IBinaryInteger<T> => typeof(T) == typeof(Int128)
            ? (T.CreateChecked(_price), T.CreateChecked(isDebt ? _borrowIndex : _depositIndex), T.CreateChecked(_unit))
            : (T.CreateChecked(Price), T.CreateChecked(Index(isDebt)), T.CreateChecked(Instrument.Unit));

    /// <summary>Whether each figure of a holding of this size fits the lane.</summary>
    internal bool Fits<T>(T size)
        where T : IBinaryInteger<T>
    {
        if (typeof(T) != typeof(Int128))
        {
            return true;
        }

        long scaled = size.GetShortestBitLength() + _indexBits;
        long balance = Math.Max(0, scaled - RayBits) + 1;
        return IsNarrow && scaled < NarrowBits && balance + _priceBits + WeightBits < NarrowBits;
    }
}
