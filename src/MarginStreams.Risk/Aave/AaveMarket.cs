using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>One side of a reserve at one frame; its figures in the narrow lane are prepared when they fit it.</summary>
public sealed class AaveMarket : InstrumentMarket
{
    /// <summary>
    /// Bits of a product that the narrow lane takes with room for a sign and a sum; bits of a weight; bits that a division by a ray takes off at least.
    /// </summary>
    private const int NarrowBits = 124, WeightBits = 14, RayBits = 89;

    private readonly Int128 _price, _index, _unit;
    private readonly long _indexBits, _priceBits;

    internal AaveMarket(AaveInstrument instrument, MarketValues values, bool isPriced)
        : base(instrument, values, isPriced)
    {
        Instrument = instrument;
        Price = values.Price!.Value;
        Index = instrument.IsDebt ? values.BorrowIndex : values.DepositIndex;
        (_indexBits, _priceBits) = (Index.GetBitLength(), Price.GetBitLength());
        IsNarrow = _indexBits < NarrowBits && _priceBits < NarrowBits && instrument.Unit.GetBitLength() < NarrowBits;
        if (IsNarrow)
        {
            (_price, _index, _unit) = ((Int128)Price, (Int128)Index, (Int128)instrument.Unit);
        }
    }

    /// <summary>The rules.</summary>
    public AaveInstrument Instrument { get; }

    /// <summary>Price of a token, base currency's smallest unit.</summary>
    public BigInteger Price { get; }

    /// <summary>Interest index of its side, ray.</summary>
    public BigInteger Index { get; }

    /// <summary>Whether price, index and unit fit the narrow lane.</summary>
    internal bool IsNarrow { get; }

    /// <summary>Price, index and unit in a lane.</summary>
    internal (T Price, T Index, T Unit) In<T>()
        where T : IBinaryInteger<T> => typeof(T) == typeof(Int128)
            ? (T.CreateChecked(_price), T.CreateChecked(_index), T.CreateChecked(_unit))
            : (T.CreateChecked(Price), T.CreateChecked(Index), T.CreateChecked(Instrument.Unit));

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
