using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>One price of a ladder, and the notional that is liquidatable there.</summary>
internal sealed class LadderStep
{
    private readonly InstrumentSlot _instrument;
    private readonly ulong _numerator, _denominator;
    private WideSum _isolated, _cross;

    /// <summary>A step of an instrument that has rules, at a price in the instrument's price unit.</summary>
    public LadderStep(InstrumentSlot instrument, BigInteger price)
    {
        _instrument = instrument;
        Price = price;
        Values = instrument.Values with { Price = price, PriceLow = price, PriceHigh = price };
        Market = instrument.Rules!.At(Values)!;
        (BigInteger numerator, BigInteger denominator) = Notional.Each(instrument, price);
        if (numerator.Sign >= 0 && numerator <= long.MaxValue && denominator <= long.MaxValue)
        {
            (_numerator, _denominator) = ((ulong)numerator, (ulong)denominator);
        }
    }

    /// <summary>The price.</summary>
    public BigInteger Price { get; }

    /// <summary>The instrument's market values with this price, low and high alike.</summary>
    public MarketValues Values { get; }

    /// <summary>The instrument at these values.</summary>
    public InstrumentMarket Market { get; }

    /// <summary>What was added.</summary>
    public RiskStep Result => new(Price, _isolated.Total, _cross.Total);

    /// <summary>Adds the notional of a magnitude of 63 bits, rounded down.</summary>
    public void Add(bool isolated, ulong magnitude)
    {
        if (_denominator == 0)
        {
            Add(isolated, (BigInteger)magnitude);
            return;
        }

        ulong high = Math.BigMul(magnitude, _numerator, out ulong low);
        UInt128 notional = high == 0 ? low / _denominator : new UInt128(high, low) / _denominator;
        Of(isolated).Add((Int128)notional);
    }

    /// <summary>Adds the notional of a size, rounded down.</summary>
    public void Add(bool isolated, BigInteger size) => Of(isolated).Add(Notional.Of(_instrument, size, Price));

    private ref WideSum Of(bool isolated)
    {
        if (isolated)
        {
            return ref _isolated;
        }

        return ref _cross;
    }
}
