using MarginStreams.Contracts;

namespace MarginStreams.Topologies;

/// <summary>
/// When the risk of an instrument is due: once in each stretch of stream-time, at the first frame that reaches the instrument's slot of the stretch. That
/// follows from the times of two frames alone, so a task that starts in the middle goes on as if it had always been there. Slots spread the work: not all
/// instruments at one frame.
/// </summary>
internal readonly struct MarketRiskSchedule(long everyMs)
{
    /// <summary>Slots of a stretch.</summary>
    public const int Slots = 64;

    /// <summary>Rounded up: a stretch of slots is never shorter than was asked for.</summary>
    private readonly long _slotMs = (everyMs + Slots - 1) / Slots;

    /// <summary>Whether anything can be due at a frame.</summary>
    /// <param name="formerMs">Stream-time of the frame before; null at the first.</param>
    /// <param name="nowMs">Stream-time of the frame.</param>
    public bool IsNewSlot(long? formerMs, long nowMs) => _slotMs > 0 && (formerMs is not { } former || SlotOf(former) < SlotOf(nowMs));

    /// <summary>Whether an instrument is due.</summary>
    public bool IsDue(string instrument, long? formerMs, long nowMs)
    {
        if (formerMs is not { } former)
        {
            return true;
        }

        // The latest slot of this instrument's that has begun.
        long now = SlotOf(nowMs), own = AccountPartitioner.PartitionOf(instrument, Slots);
        return now - ((now - own + Slots) % Slots) > SlotOf(former);
    }

    private long SlotOf(long timeMs) => timeMs / _slotMs;
}
