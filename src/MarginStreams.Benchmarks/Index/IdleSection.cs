using System.Runtime.CompilerServices;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>A tick that crosses nothing.</summary>
internal sealed class IdleSection : IBenchSection
{
    private const int Rounds = 9;
    private const int Ticks = 1_000_000;

    public string Name => "index_idle";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BoundaryIndex index = BoundaryDraw.Index(context.Entries, context.Random(Name));
        var owners = new int[context.Entries];
        var tickNs = new List<double>();
        var bruteNs = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            int popped = 0;
            tickNs.Add(Timing.Ns(() => popped = Tick(index, owners)) / Ticks);
            int found = 0;
            bruteNs.Add(Timing.Ns(() => found = BruteScan.Above(index, BoundaryDraw.Factor, owners)));
            BruteScan.Compare(owners.AsSpan(0, found), owners.AsSpan(0, popped));
        }

        double tick = Timing.Median(tickNs.Skip(1));
        double brute = Timing.Median(bruteNs.Skip(1));
        yield return new("index_idle_tick_ns_10m", tick);
        yield return new("index_idle_brute_ms", brute / Timing.NsPerMs);
        yield return new("index_idle_vs_brute", brute / tick);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Tick(BoundaryIndex index, int[] owners)
    {
        int popped = 0;
        for (int tick = 0; tick < Ticks; tick++)
        {
            popped += One(index, BoundaryDraw.Factor + (tick & 7), owners);
        }

        return popped;
    }

    // A call each, as from the engine's loop over factors: what is measured is not hoisted out of the loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int One(BoundaryIndex index, long x, int[] owners) => index.PopAbove(x, owners);
}
