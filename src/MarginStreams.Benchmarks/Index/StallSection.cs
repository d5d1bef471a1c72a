using System.Diagnostics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>
/// The longest single update while an index grows from nothing to its full size and as many boundaries are moved after that. Each round repeats the same
/// updates; of each thousand of them the longest counts, in the round where that was least: what the index does it does in every round, what the machine does
/// to it falls elsewhere each time.
/// </summary>
internal sealed class StallSection : IBenchSection
{
    private const int Rounds = 3;
    private const int Group = 1_000;

    public string Name => "index_update_max";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        long[] least = [.. Enumerable.Repeat(long.MaxValue, 2 * context.Entries / Group)];
        for (int round = 0; round < Rounds; round++)
        {
            var index = new BoundaryIndex();
            BenchRandom random = context.Random(Name);
            for (int group = 0; group < least.Length; group++)
            {
                least[group] = Math.Min(least[group], Longest(index, random, context.Entries));
                context.Cancel.ThrowIfCancellationRequested();
            }

            BruteScan.Check(index, BoundaryDraw.CrossingPermille(50));
        }

        yield return new("index_update_max_ms", Timing.Ns(least.Max()) / Timing.NsPerMs);
    }

    private static long Longest(BoundaryIndex index, BenchRandom random, int entries)
    {
        long longest = 0;
        for (int i = 0; i < Group; i++)
        {
            long boundary = BoundaryDraw.Next(random);
            int moved = (int)random.Below(entries);
            long start = Stopwatch.GetTimestamp();
            index.Set(index.Count < entries ? index.Rent(index.Count) : moved, boundary);
            longest = Math.Max(longest, Stopwatch.GetTimestamp() - start);
        }

        return longest;
    }
}
