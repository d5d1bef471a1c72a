using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>
/// Account ids as dense numbers: the texts lie in UTF-8 in pinned memory, found through hash tables that are many and small, so that none takes long to grow.
/// A number is used again after its account is gone.
/// </summary>
internal sealed class IdTable
{
    private const int PartBits = 8;
    private readonly Part[] _parts = new Part[1 << PartBits];
    private readonly TextArena _texts = new();
    private Entry[][] _entries = [];
    private int _capacity;
    private int _firstFree = -1;

    /// <summary>An empty table.</summary>
    public IdTable() => Array.Fill(_parts, new Part([], 0));

    /// <summary>Ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers that were ever used: none behind them is.</summary>
    public int UsedMax { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _texts.Bytes + ((long)_capacity * Unsafe.SizeOf<Entry>()) + (_parts.Sum(part => (long)part.Slots.Length) * sizeof(int));

    /// <summary>Whether a number has an id.</summary>
    public bool IsUsed(int number) => number < UsedMax && At(number).Length >= 0;

    /// <summary>The number of an id; -1 where there is none.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        ulong hash = XxHash3.HashToUInt64(id);
        int[] slots = _parts[hash >> (64 - PartBits)].Slots;
        for (int i = First(hash, slots); slots.Length > 0 && slots[i] != 0; i = (i + 1) & (slots.Length - 1))
        {
            ref Entry entry = ref At(slots[i] - 1);
            if (entry.Hash == unchecked((uint)hash) && Text(entry).SequenceEqual(id))
            {
                return slots[i] - 1;
            }
        }

        return -1;
    }

    /// <summary>Gives a number to an id that has none.</summary>
    public int Add(ReadOnlySpan<byte> id)
    {
        int number = _firstFree;
        if (number >= 0)
        {
            _firstFree = At(number).Where;
        }
        else
        {
            if (UsedMax == _capacity)
            {
                int next = SlotChunks.NextCapacity(_capacity);
                _entries = SlotChunks.Grow(_entries, _capacity, next, default(Entry));
                _capacity = next;
            }

            number = UsedMax++;
        }

        ulong hash = XxHash3.HashToUInt64(id);
        At(number) = new Entry { Where = _texts.Add(id), Length = id.Length, Hash = unchecked((uint)hash) };
        Insert(ref _parts[hash >> (64 - PartBits)], hash, number);
        Count++;
        return number;
    }

    /// <summary>Frees a number.</summary>
    public void Remove(int number)
    {
        ref Entry entry = ref At(number);
        ulong hash = XxHash3.HashToUInt64(Text(entry));
        ref Part part = ref _parts[hash >> (64 - PartBits)];
        Delete(part.Slots, hash, number);
        part = part with { Count = part.Count - 1 };
        _texts.Free(entry.Where, entry.Length);
        entry = new Entry { Where = _firstFree, Length = -1 };
        _firstFree = number;
        Count--;
    }

    /// <summary>The id's UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int number) => Text(At(number));

    /// <summary>The id.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(Utf8(number));

    private ReadOnlySpan<byte> Text(in Entry entry) => _texts.At(entry.Where, entry.Length);

    private ref Entry At(int number) => ref _entries[number >> SlotChunks.ChunkBits][number & SlotChunks.ChunkMask];

    private static int First(ulong hash, int[] slots) => (int)(hash & (uint)Math.Max(0, slots.Length - 1));

    private void Insert(ref Part part, ulong hash, int number)
    {
        if (4 * (part.Count + 1) > 3 * part.Slots.Length)
        {
            int[] former = part.Slots;
            part = new Part(GC.AllocateArray<int>(Math.Max(8, 2 * former.Length), pinned: true), part.Count);
            foreach (int one in former)
            {
                if (one != 0)
                {
                    Put(part.Slots, At(one - 1).Hash, one - 1);
                }
            }
        }

        Put(part.Slots, hash, number);
        part = part with { Count = part.Count + 1 };
    }

    private static void Put(int[] slots, ulong hash, int number)
    {
        int i = First(hash, slots);
        while (slots[i] != 0)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        slots[i] = number + 1;
    }

    /// <summary>Moves those behind forward, so that no gap cuts a probe short.</summary>
    private void Delete(int[] slots, ulong hash, int number)
    {
        int mask = slots.Length - 1;
        int gap = First(hash, slots);
        while (slots[gap] != number + 1)
        {
            gap = (gap + 1) & mask;
        }

        for (int i = (gap + 1) & mask; slots[i] != 0; i = (i + 1) & mask)
        {
            int home = First(At(slots[i] - 1).Hash, slots);
            if (((i - home) & mask) >= ((i - gap) & mask))
            {
                slots[gap] = slots[i];
                gap = i;
            }
        }

        slots[gap] = 0;
    }

    private readonly record struct Part(int[] Slots, int Count);

    private struct Entry
    {
        /// <summary>Where the text is; of a free number, the next free one.</summary>
        public int Where;

        /// <summary>Bytes of the text; -1 where the number is free.</summary>
        public int Length;

        /// <summary>The lower half of the hash: enough to place it again when its table grows.</summary>
        public uint Hash;
    }
}
