namespace MarginStreams.Benchmarks.Cross;

/// <summary>A small population that goes through everything, so that what is timed afterwards is compiled.</summary>
internal static class CrossWarmUp
{
    private const int Accounts = 20_000;
    private const int Ticks = 20_000;
    private const long Step = 100_000;
    private static readonly TimeSpan CompilerTime = TimeSpan.FromMilliseconds(200);
    private static bool _done;

    /// <summary>Warms up the first time.</summary>
    public static void Once(CancellationToken cancel)
    {
        if (_done)
        {
            return;
        }

        for (int round = 0; round < 3; round++)
        {
            var random = new BenchRandom((ulong)round);
            var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Hot, Accounts, random.Next());
            CrossPath path = CrossPath.Draw(population.Markets, [.. population.Markets.Price], Ticks, Step, random);
            CrossRun.Of(population.Engine(cancel), population, path, cancel);
            cancel.WaitHandle.WaitOne(CompilerTime);
        }

        _done = true;
    }
}
