using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// Bytes that frames and records allocate which cross and change nothing, the least of several rounds; and a control that shows that allocations would be seen.
/// </summary>
internal sealed class AllocationSection : IBenchSection
{
    private const int Accounts = 50_000;
    private const int Events = 100_000;
    private const int Rounds = 5;

    public string Name => "allocated_bytes";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        CrossWarmUp.Once(context.Cancel);
        BenchRandom random = context.Random(Name);
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Normal, Accounts, random.Next());
        MarginEngine engine = population.Engine(context.Cancel);
        var effects = new CrossEffects();
        MarketFrame[] frames = [.. Enumerable.Range(1, Events).Select(number => Frame(population.Markets, number))];
        HoldingEvent[] records = [.. Enumerable.Range(0, Events).Select(number => population.Trade(number % Accounts, 0, 0))];
        long frameBytes = Least(() => Array.ForEach(frames, frame => engine.Apply(frame, effects)), context.Cancel);
        long recordBytes = Least(() => Array.ForEach(records, record => engine.Apply(record, effects)), context.Cancel);
        long control = Least(() => Array.ForEach(records, record => engine.Find(record.Account)), context.Cancel);
        if (control < Events || effects.Steps > 0)
        {
            throw new BenchMismatchException($"the control allocates {control} bytes in {Events} events; {effects.Steps} steps are taken where none is due");
        }

        yield return new("allocated_bytes_per_event", (double)(frameBytes + recordBytes) / (2 * Events));
        yield return new("allocated_bytes_per_frame", (double)frameBytes / Events);
        yield return new("allocated_bytes_per_record", (double)recordBytes / Events);
        yield return new("allocated_bytes_control", (double)control / Events);
    }

    /// <summary>A market goes up by the least that there is, and down again the next time.</summary>
    private static MarketFrame Frame(CrossMarkets markets, int number)
    {
        int market = number % CrossMarkets.Count;
        return markets.Frame(number, market, markets.Price[market] + (number / CrossMarkets.Count % 2));
    }

    /// <summary>The first round warms up, and grows what has to grow.</summary>
    private static long Least(Action all, CancellationToken cancel)
    {
        long least = long.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            long before = GC.GetAllocatedBytesForCurrentThread();
            all();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
