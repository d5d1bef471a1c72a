using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>Writing every boundary of an index anew, and its maxima after them.</summary>
internal sealed class RebuildSection : IBenchSection
{
    private const int Rounds = 5;

    public string Name => "index_rebuild";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        BoundaryIndex index = BoundaryDraw.Index(context.Entries, random);
        var boundaries = new long[context.Entries];
        var leavesNs = new List<double>();
        var maximaNs = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            for (int slot = 0; slot < boundaries.Length; slot++)
            {
                boundaries[slot] = BoundaryDraw.Next(random);
            }

            leavesNs.Add(Timing.Ns(() => Write(index, boundaries)));
            maximaNs.Add(Timing.Ns(index.Rebuild));
        }

        BruteScan.Check(index, BoundaryDraw.CrossingPermille(50));
        yield return new("index_rebuild_ms_10m", Timing.Median(leavesNs.Zip(maximaNs, (leaves, maxima) => leaves + maxima).Skip(1)) / Timing.NsPerMs);
        yield return new("index_rebuild_maxima_ms", Timing.Median(maximaNs.Skip(1)) / Timing.NsPerMs);
    }

    private static void Write(BoundaryIndex index, long[] boundaries)
    {
        for (int slot = 0; slot < boundaries.Length; slot++)
        {
            index.SetLeaf(slot, boundaries[slot]);
        }
    }
}
