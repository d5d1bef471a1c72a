using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// How long a collection of the oldest generation stops everything while all accounts live: of the kind that the runtime does by itself beside the program, and
/// of a blocking one that was asked for. Pinned arrays without references are neither moved nor looked through.
/// </summary>
internal sealed class PauseSection : IBenchSection
{
    private const int AccountsFull = 10_000_000, AccountsQuick = 500_000;
    private const int Rounds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "gen2_pause";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        int accounts = context.IsQuick ? AccountsQuick : AccountsFull;
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Normal, accounts, random.Next());
        MarginEngine engine = population.Engine(context.Cancel);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var background = new List<double>();
        var blocking = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            background.AddRange(Background());
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
            blocking.AddRange(PausesMs(GC.GetGCMemoryInfo(GCKind.FullBlocking)));
        }

        if (engine.AccountCount != accounts)
        {
            throw new BenchMismatchException($"the engine has {engine.AccountCount} accounts, not {accounts}");
        }

        yield return background.Count == 0
            ? Figure.Without("gen2_pause_ms_max", "the runtime is set to collect nothing in the background")
            : new("gen2_pause_ms_max", background.Max());
        if (background.Count > 0)
        {
            yield return new("gen2_pause_ms_median", Timing.Median(background));
        }

        yield return new("gen2_pause_ms_max_blocking", blocking.Max());
        yield return new("gen2_pause_accounts", accounts);
    }

    private static IEnumerable<double> Background()
    {
        long index = GC.GetGCMemoryInfo(GCKind.Background).Index;
        GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        GCMemoryInfo info = default;
        bool ended = SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(1);
                info = GC.GetGCMemoryInfo(GCKind.Background);
                return info.Index != index;
            },
            Patience);
        return ended ? PausesMs(info) : [];
    }

    private static IEnumerable<double> PausesMs(GCMemoryInfo info) => info.PauseDurations.ToArray().Select(pause => pause.TotalMilliseconds);
}
