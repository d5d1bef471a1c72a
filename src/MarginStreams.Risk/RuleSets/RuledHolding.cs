using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>A holding beside its instrument, in the integers of one lane.</summary>
/// <param name="Market">The instrument at the frame.</param>
/// <param name="Size">Mantissa in the instrument's size unit, signed.</param>
/// <param name="Cost">Quote paid, numeraire's smallest unit (derivatives).</param>
/// <param name="SettledIndex">Cumulative funding at the last settlement, in the price's unit.</param>
public readonly record struct RuledHolding<T>(InstrumentMarket Market, T Size, T Cost, T SettledIndex)
    where T : IBinaryInteger<T>;
