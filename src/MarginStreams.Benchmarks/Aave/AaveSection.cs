using MarginStreams.Benchmarks.Cross;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>
/// Accounts like the largest borrowers of Aave v3 through the minutes of the crash of 2021-05-19: how many are evaluated, of all in each minute. Who opens is
/// who a plain check of all accounts finds in that minute; it is then closed.
/// </summary>
internal sealed class AaveSection : IBenchSection
{
    private const string Evaluations = "aave_evaluations_vs_full";
    private const int AccountsFull = 60_000, AccountsQuick = 10_000;
    private const int MinutesQuick = 1_500;

    public string Name => "aave";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        if (AaveData.Read(out string missing) is not { } data)
        {
            return [Figure.Without(Evaluations, missing)];
        }

        var pool = new AavePool(data);
        AaveAccount[] accounts = AavePopulation.Draw(pool, data, context.IsQuick ? AccountsQuick : AccountsFull, context.Random(Name));
        int minutes = context.IsQuick ? MinutesQuick : pool.Minutes;
        AaveAccount[] others = [.. accounts.Where(account => account.Mode != AavePool.EtherMode)];
        return
        [
            .. Run("aave", pool, accounts, minutes, context.Cancel),
            .. Run("aave_but_ether_on_ether", pool, others, minutes, context.Cancel),
        ];
    }

    private static IEnumerable<Figure> Run(string name, AavePool pool, AaveAccount[] accounts, int minutes, CancellationToken cancel)
    {
        var engine = new MarginEngine(new EngineOptions(0));
        var effects = new CrossEffects();
        engine.Apply(pool.Frame(0), effects);
        engine.Restore(accounts.Select(account => account.State(pool)));
        var alive = accounts.ToDictionary(account => account.Id, StringComparer.Ordinal);
        long full = 0, evaluations = 0;
        double engineNs = 0;
        for (int minute = 1; minute < minutes; minute++)
        {
            cancel.ThrowIfCancellationRequested();
            full += alive.Count;
            MarketFrame frame = pool.Frame(minute);
            long measured = engine.MeasuredCount;
            engineNs += Timing.Ns(() => engine.Apply(frame, effects));
            evaluations += engine.MeasuredCount - measured;
            Compare(pool, alive, minute, effects);
            foreach (string id in effects.Opened)
            {
                alive.Remove(id, out AaveAccount? closed);
                foreach (HoldingEvent closing in closed!.Closing(pool))
                {
                    engine.Apply(closing, effects);
                }
            }

            effects.Opened.Clear();
        }

        yield return new($"{name}_evaluations_vs_full", (double)full / evaluations);
        yield return new($"{name}_accounts", accounts.Length);
        yield return new($"{name}_frames", minutes - 1);
        yield return new($"{name}_opened_percent", 100.0 * (accounts.Length - alive.Count) / accounts.Length);
        yield return new($"{name}_frame_us_mean", engineNs / (minutes - 1) / Timing.NsPerUs);
    }

    private static void Compare(AavePool pool, Dictionary<string, AaveAccount> alive, int minute, CrossEffects effects)
    {
        long[] prices = [.. Enumerable.Range(0, pool.Count).Select(instrument => pool.Price(instrument, minute))];
        string[] expected = [.. alive.Values.Where(account => account.IsBelow(pool, prices)).Select(account => account.Id).Order(StringComparer.Ordinal)];
        if (!expected.SequenceEqual(effects.Opened, StringComparer.Ordinal))
        {
            throw new BenchMismatchException(
                $"in minute {minute} the engine opens {effects.Opened.Count} episodes where a check of all accounts finds {expected.Length}");
        }
    }
}
