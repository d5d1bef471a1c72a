namespace MarginStreams.Engine.Tests;

/// <summary>The index as one would say it: a dictionary of the slots in use, searched whole for every question.</summary>
internal sealed class NaiveBoundaries
{
    private readonly SortedDictionary<int, (int Owner, long Boundary)> _slots = [];

    public int Count => _slots.Count;

    public long Max => _slots.Values.Select(slot => slot.Boundary).DefaultIfEmpty(BoundaryIndex.None).Max();

    /// <summary>A slot in use, by any number; null when there is none.</summary>
    public int? SlotBy(int number) => _slots.Count == 0 ? null : _slots.Keys.ElementAt(number % _slots.Count);

    /// <summary>A slot with the largest boundary; null when there is none.</summary>
    public int? SlotOfMax() => _slots.Count == 0 ? null : _slots.MaxBy(slot => slot.Value.Boundary).Key;

    public void Rent(int slot, int owner) => _slots.Add(slot, (owner, BoundaryIndex.None));

    public void Return(int slot) => Assert.True(_slots.Remove(slot));

    public void Set(int slot, long boundary) => _slots[slot] = (_slots[slot].Owner, boundary);

    /// <summary>Owners of what is above x, in order of slot, at most so many; their slots are empty then.</summary>
    public int[] PopAbove(long x, int countMax)
    {
        int[] slots = [.. _slots.Where(slot => slot.Value.Boundary > x).Select(slot => slot.Key).Take(countMax)];
        int[] owners = [.. slots.Select(slot => _slots[slot].Owner)];
        Array.ForEach(slots, slot => Set(slot, BoundaryIndex.None));
        return owners;
    }

    public IEnumerable<BoundaryEntry> Entries() => _slots
        .Where(slot => slot.Value.Boundary != BoundaryIndex.None)
        .Select(slot => new BoundaryEntry(slot.Key, slot.Value.Owner, slot.Value.Boundary));
}
