namespace MarginStreams.Engine;

/// <summary>Looking at all of it, for readers and for those who compare.</summary>
public sealed partial class BoundaryIndex
{
    /// <summary>How many chunks of slots there are.</summary>
    public int ChunkCount => Math.Max(1, _capacity >> SlotChunks.ChunkBits);

    /// <summary>Boundaries of a chunk as they lie in memory, in order of slot; those of free slots are empty.</summary>
    public ReadOnlySpan<long> Boundaries(int chunk) => _leaves[chunk];

    /// <summary>Owners of a chunk, in order of slot; those of free slots are negative.</summary>
    public ReadOnlySpan<int> Owners(int chunk) => _owners.Chunk(chunk);

    /// <summary>What is not empty, in order of slot. The index must not change meanwhile.</summary>
    public IEnumerable<BoundaryEntry> Entries()
    {
        for (int slot = 0; slot < Math.Min(_capacity, _owners.UsedMax); slot++)
        {
            long boundary = Leaf(slot);
            if (boundary != None)
            {
                yield return new BoundaryEntry(slot, Owner(slot), boundary);
            }
        }
    }
}
