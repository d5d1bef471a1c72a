using System.Runtime.CompilerServices;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>
/// Moving boundaries of slots in random order, against adding to the elements of a bare array of the same size in the same order. What is drawn is drawn
/// before; each round has a ratio, the figure is their median.
/// </summary>
internal sealed class UpdateSection : IBenchSection
{
    private const int Rounds = 9;
    private const int Updates = 1_000_000;

    public string Name => "index_update";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        BoundaryIndex index = BoundaryDraw.Index(context.Entries, random);
        long[] bare = GC.AllocateArray<long>(context.Entries, pinned: true);
        var slots = new int[Updates];
        var boundaries = new long[Updates];
        var indexNs = new List<double>();
        var bareNs = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            for (int i = 0; i < Updates; i++)
            {
                slots[i] = (int)random.Below(context.Entries);
                boundaries[i] = BoundaryDraw.Next(random);
            }

            bareNs.Add(Timing.Ns(() => Modify(bare, slots, boundaries)) / Updates);
            indexNs.Add(Timing.Ns(() => Update(index, slots, boundaries)) / Updates);
        }

        BruteScan.Check(index, BoundaryDraw.CrossingPermille(50));
        yield return new("index_update_vs_rmw", Timing.Median(indexNs.Zip(bareNs, (one, other) => one / other).Skip(1)));
        yield return new("index_update_ns", Timing.Median(indexNs.Skip(1)));
        yield return new("index_update_rmw_ns", Timing.Median(bareNs.Skip(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(BoundaryIndex index, int[] slots, long[] boundaries)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            index.Set(slots[i], boundaries[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Modify(long[] bare, int[] slots, long[] boundaries)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            bare[slots[i]] ^= boundaries[i];
        }
    }
}
