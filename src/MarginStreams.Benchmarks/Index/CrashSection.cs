using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>A move that crosses 5 % of all boundaries at once, against one pass of brute force that writes the same owners. Each round has a ratio.</summary>
internal sealed class CrashSection : IBenchSection
{
    private const int Rounds = 9;
    private const int CrossedPermille = 50;

    public string Name => "index_crash5";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        BoundaryIndex index = BoundaryDraw.Index(context.Entries, random);
        long x = BoundaryDraw.CrossingPermille(CrossedPermille);
        var found = new int[context.Entries];
        var popped = new int[context.Entries];
        var bruteNs = new List<double>();
        var popNs = new List<double>();
        int crossed = 0;
        for (int round = 0; round <= Rounds; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            int expected = 0;
            bruteNs.Add(Timing.Ns(() => expected = BruteScan.Above(index, x, found)));
            popNs.Add(Timing.Ns(() => crossed = index.PopAbove(x, popped)));
            BruteScan.Compare(found.AsSpan(0, expected), popped.AsSpan(0, crossed));
            foreach (int slot in popped.AsSpan(0, crossed))
            {
                index.Set(slot, x + 1 + random.Below(BoundaryDraw.Factor - x));
            }
        }

        double pop = Timing.Median(popNs.Skip(1));
        yield return new("index_crash5_vs_brute", Timing.Median(popNs.Zip(bruteNs, (one, other) => one / other).Skip(1)));
        yield return new("index_crash5_ms", pop / Timing.NsPerMs);
        yield return new("index_crash5_brute_ms", Timing.Median(bruteNs.Skip(1)) / Timing.NsPerMs);
        yield return new("index_crash5_ns_per_crossing", pop / crossed);
    }
}
