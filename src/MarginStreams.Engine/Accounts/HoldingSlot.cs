using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>A holding with its instrument, in both lanes.</summary>
internal sealed class HoldingSlot(InstrumentSlot instrument, Holding exact)
{
    /// <summary>The instrument.</summary>
    public readonly InstrumentSlot Instrument = instrument;

    /// <summary>The holding as it came.</summary>
    public readonly Holding Exact = exact;

    /// <summary>Whether the narrow fields hold it.</summary>
    public readonly bool IsNarrow = Fits(exact.Size) && Fits(exact.Cost) && Fits(exact.SettledIndex);

    /// <summary>Size in the narrow lane.</summary>
    public readonly Int128 Size = Narrow(exact.Size);

    /// <summary>Cost in the narrow lane.</summary>
    public readonly Int128 Cost = Narrow(exact.Cost);

    /// <summary>Settled index in the narrow lane.</summary>
    public readonly Int128 SettledIndex = Narrow(exact.SettledIndex);

    private static bool Fits(BigInteger value) => Lane.Fits<Int128>(value);

    private static Int128 Narrow(BigInteger value) => Fits(value) ? (Int128)value : Int128.Zero;
}
