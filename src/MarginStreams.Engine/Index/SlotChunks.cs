namespace MarginStreams.Engine;

/// <summary>
/// Arrays addressed by slot that grow without stalls: one short array that is copied into a longer one while it is small, then further arrays beside it, so
/// that a large index never copies what it holds. Pinned: the collector neither moves nor scans them.
/// </summary>
internal static class SlotChunks
{
    /// <summary>Slot shifted by this: its chunk.</summary>
    public const int ChunkBits = 15;

    /// <summary>Slots in a full chunk.</summary>
    public const int ChunkSlots = 1 << ChunkBits;

    /// <summary>Slot masked with this: its place in its chunk.</summary>
    public const int ChunkMask = ChunkSlots - 1;

    /// <summary>
    /// The capacity after this one, in slots, whole blocks: a quarter more while it is short, since there are many short ones and what is free in them adds up.
    /// Beyond 2^31 - 2^15 it overflows, which is checked.
    /// </summary>
    public static int NextCapacity(int capacity) => capacity switch
    {
        0 => BoundaryIndex.BlockSlots,
        < ChunkSlots => Math.Min(ChunkSlots, capacity + Math.Max(BoundaryIndex.BlockSlots, (capacity / 4) & ~(BoundaryIndex.BlockSlots - 1))),
        _ => capacity + ChunkSlots,
    };

    /// <summary>The chunks after growth to the next capacity; new places hold the filling.</summary>
    public static T[][] Grow<T>(T[][] chunks, int capacity, int next, T filling)
        where T : unmanaged
    {
        if (next <= ChunkSlots)
        {
            return [Longer(capacity == 0 ? [] : chunks[0], next, filling)];
        }

        int chunk = capacity >> ChunkBits;
        if (chunk == chunks.Length)
        {
            Array.Resize(ref chunks, 2 * chunk);
        }

        chunks[chunk] = Longer([], ChunkSlots, filling);
        return chunks;
    }

    /// <summary>A longer pinned array with the same beginning.</summary>
    public static T[] Longer<T>(T[] array, int length, T filling)
        where T : unmanaged
    {
        T[] longer = GC.AllocateUninitializedArray<T>(length, pinned: true);
        array.CopyTo(longer, 0);
        longer.AsSpan(array.Length).Fill(filling);
        return longer;
    }
}
