using System.Text;

namespace MarginStreams.Engine;

/// <summary>
/// The new state of a holding as it stands in a record, whose amounts fit into 128 bits: the same as a <see cref="HoldingEvent"/> that is no tombstone, without
/// anything on the heap.
/// </summary>
public readonly ref struct NarrowHoldingEvent
{
    /// <summary>Account id, <c>venue:rest</c>, UTF-8.</summary>
    public required ReadOnlySpan<byte> Account { get; init; }

    /// <summary>Instrument id, UTF-8.</summary>
    public required ReadOnlySpan<byte> Instrument { get; init; }

    /// <summary>Offset of the record in its partition of positions.</summary>
    public required long Offset { get; init; }

    /// <summary>Mantissa in the instrument's size unit, signed.</summary>
    public required Int128 Size { get; init; }

    /// <summary>Quote paid, numeraire's smallest unit (derivatives).</summary>
    public required Int128 Cost { get; init; }

    /// <summary>Cumulative funding at the last settlement, in the price's unit.</summary>
    public required Int128 SettledIndex { get; init; }

    /// <summary>Why.</summary>
    public required HoldingCause Cause { get; init; }

    /// <summary>Block of the record; 0 is none.</summary>
    public required long BlockNumber { get; init; }

    /// <summary>How many more records of the same account and block follow.</summary>
    public required int RemainingInBlock { get; init; }

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => (Size | Cost | SettledIndex) == 0;

    /// <summary>The same on the heap.</summary>
    public HoldingEvent ToEvent() => new(
        Encoding.UTF8.GetString(Account),
        Encoding.UTF8.GetString(Instrument),
        Offset,
        new Holding(Size, Cost, SettledIndex),
        Cause,
        BlockNumber,
        RemainingInBlock);
}
