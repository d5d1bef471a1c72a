using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>A trade of a random account: its holding is replaced, the account judged and registered again. Nobody falls below maintenance.</summary>
internal sealed class AccountUpdateSection : IBenchSection
{
    private const int AccountsFull = 1_000_000, AccountsQuick = 200_000;
    private const int Updates = 100_000;
    private const int Rounds = 5;

    public string Name => "account_update";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        CrossWarmUp.Once(context.Cancel);
        BenchRandom random = context.Random(Name);
        int accounts = context.IsQuick ? AccountsQuick : AccountsFull;
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Hot, accounts, random.Next());
        MarginEngine engine = population.Engine(context.Cancel);
        var effects = new CrossEffects();
        var updateNs = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            HoldingEvent[] trades = [.. Enumerable.Range(0, Updates).Select(_ => Trade(population, random, round + 1))];
            GC.Collect();
            context.Cancel.ThrowIfCancellationRequested();
            updateNs.Add(Timing.Ns(() => Array.ForEach(trades, trade => engine.Apply(trade, effects))) / Updates);
            Check(engine, trades[^1], effects);
        }

        yield return new("account_update_us", Timing.Median(updateNs.Skip(1)) / Timing.NsPerUs);
        yield return new("account_update_us_least", updateNs.Skip(1).Min() / Timing.NsPerUs);
    }

    private static HoldingEvent Trade(CrossPopulation population, BenchRandom random, int more)
    {
        int number = (int)random.Below(population.Count);
        int position = (int)random.Below(population.Account(number).Count);
        long size = population.Account(number).Size[position];

        // A short position stays short, so that it stays in its index.
        return population.Trade(number, position, size < 0 && size + more >= 0 ? 0 : more);
    }

    private static void Check(MarginEngine engine, HoldingEvent latest, CrossEffects effects)
    {
        Holding? held = engine.Find(latest.Account)?.Holdings.Single(pair => pair.Key == latest.Instrument).Value;
        if (held != latest.Holding || effects.Steps > 0)
        {
            throw new BenchMismatchException($"a trade leaves {held} where {latest.Holding} was said, and {effects.Steps} steps where none is due");
        }
    }
}
