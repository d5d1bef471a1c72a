using System.Numerics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// Memory of an account: its row, its holdings, its boundaries and whose they are, with what is free in the tables; the ids apart. With the mean of 5.56
/// holdings; with a cost and a settled index beside each size; and isolated, a position with its cost and nothing else.
/// </summary>
internal sealed class AccountBytesSection : IBenchSection
{
    private const int AccountsFull = 1_000_000, AccountsQuick = 200_000;

    public string Name => "bytes_per_account";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        int accounts = context.IsQuick ? AccountsQuick : AccountsFull;
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Hot, accounts, random.Next());
        EngineMemory plain = population.Engine(context.Cancel).Memory;
        yield return new("bytes_per_account", PerAccount(plain.Tables + plain.Indexes));
        yield return new("bytes_per_account_of_tables", PerAccount(plain.Tables));
        yield return new("bytes_per_account_of_indexes", PerAccount(plain.Indexes));
        yield return new("bytes_per_account_ids", PerAccount(plain.Ids));
        EngineMemory costly = population.Engine(context.Cancel, number => WithCost(population, number)).Memory;
        yield return new("bytes_per_account_with_cost", PerAccount(costly.Tables + costly.Indexes));
        EngineMemory isolated = population.Engine(context.Cancel, number => Isolated(population, number)).Memory;
        yield return new("bytes_per_account_isolated", PerAccount(isolated.Tables + isolated.Indexes));

        double PerAccount(long bytes) => (double)bytes / accounts;
    }

    /// <summary>What was paid is the cost of the positions, and the quote is what is left: the same equity.</summary>
    private static AccountState WithCost(CrossPopulation population, int number)
    {
        AccountState state = population.State(number);
        KeyValuePair<string, Holding>[] holdings =
        [
            .. state.Holdings.Take(state.Holdings.Count - 1).Select(pair => KeyValuePair.Create(pair.Key, Paid(population, pair.Key, pair.Value))),
            KeyValuePair.Create(CrossMarkets.Quote, new Holding(population.Account(number).Equity, BigInteger.Zero, BigInteger.Zero)),
        ];
        return state with { Holdings = holdings };
    }

    /// <summary>The first position alone; its cost is what its equity leaves of the notional.</summary>
    private static AccountState Isolated(CrossPopulation population, int number)
    {
        AccountState state = population.State(number);
        (string instrument, Holding held) = state.Holdings[0];
        Holding paid = Paid(population, instrument, held);
        return state with { Holdings = [KeyValuePair.Create(instrument, paid with { Cost = paid.Cost - (BigInteger.Abs(paid.Cost) / 5), SettledIndex = 0 })] };
    }

    private static Holding Paid(CrossPopulation population, string instrument, Holding held)
    {
        int market = Array.IndexOf(population.Markets.Id, instrument);
        return held with { Cost = held.Size * population.Markets.Price[market] * CrossMarkets.Scale, SettledIndex = 1 };
    }
}
