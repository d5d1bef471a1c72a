using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Benchmarks.Ladder;

/// <summary>
/// What becomes liquidatable at 24 prices of each market in turn: with one rate of maintenance, where limits spare some holders, and with brackets, where all
/// are measured. For fewer accounts the ladders are those of a full scan, or nothing counts.
/// </summary>
internal sealed class LadderSection : IBenchSection
{
    private const int Rounds = 3;
    private const int Accounts = 100_000;
    private const int AccountsCompared = 2_000;
    private const int MarketsCompared = 3;
    private const double Holders = 100_000;
    private static readonly EngineOptions Options = new(Partition: 0);
    private static readonly int[] StepsPercent = [1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50];

    public string Name => "ladder";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        MarketFrame straight = LadderPopulation.Keyframe;
        MarketFrame bent = straight with { Instruments = [.. straight.Instruments.Select(Bent)] };
        foreach ((string prefix, MarketFrame frame) in new[] { ("ladder", straight), ("ladder_brackets", bent) })
        {
            Compare(context, frame);
            MarginEngine engine = Fill(new MarginEngine(Options), frame, Accounts, context);
            long formerHolders = 0, formerExact = 0;
            List<double> ns = [];
            for (int round = 0; round <= Rounds; round++)
            {
                context.Cancel.ThrowIfCancellationRequested();
                (formerHolders, formerExact) = (engine.LadderHolderCount, engine.LadderExactCount);
                ns.Add(Timing.Ns(() => Walk(engine, frame)));
            }

            double holders = engine.LadderHolderCount - formerHolders;
            yield return new($"{prefix}_ms_100k_holders", Timing.Median(ns.Skip(1)) / Timing.NsPerMs * Holders / holders);
            yield return new($"{prefix}_exact_share", (engine.LadderExactCount - formerExact) / holders);
        }
    }

    private static void Walk(MarginEngine engine, MarketFrame frame)
    {
        foreach (InstrumentChange change in frame.Instruments.Where(one => one.Values.Price is not null))
        {
            engine.Risk(change.Instrument, Prices(change));
        }
    }

    private void Compare(BenchContext context, MarketFrame frame)
    {
        MarginEngine engine = Fill(new MarginEngine(Options), frame, AccountsCompared, context);
        ReferenceEngine reference = Fill(new ReferenceEngine(Options), frame, AccountsCompared, context);
        foreach (InstrumentChange change in frame.Instruments.Where(one => one.Values.Price is not null).Take(MarketsCompared))
        {
            MarketRiskView ours = engine.Risk(change.Instrument, Prices(change))!, exact = reference.Risk(change.Instrument, Prices(change))!;
            if (!ours.Steps.SequenceEqual(exact.Steps) || (ours.LongSize, ours.ShortSize) != (exact.LongSize, exact.ShortSize))
            {
                throw new BenchMismatchException($"the ladder of {change.Instrument} is {ours}, not {exact}");
            }
        }
    }

    private T Fill<T>(T engine, MarketFrame frame, int accounts, BenchContext context)
        where T : IMarginEngine
    {
        engine.Apply(frame, new NoEffects());
        engine.Restore(LadderPopulation.Accounts(accounts, context.Random(Name)));
        context.Cancel.ThrowIfCancellationRequested();
        return engine;
    }

    private static BigInteger[] Prices(InstrumentChange change) =>
        [.. StepsPercent.SelectMany(step => new[] { 100 - step, 100 + step }).Select(percent => change.Values.Price!.Value * percent / 100)];

    /// <summary>Three brackets instead of one, from the same rate on.</summary>
    private static InstrumentChange Bent(InstrumentChange change) => change is not { Terms: { Kind: InstrumentKind.Perpetual } terms }
        ? change
        : change with
        {
            Terms = terms with
            {
                Tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal)
                {
                    [LinearNames.BracketLowerBound] = [0, 20_000_000_000, 80_000_000_000],
                    [LinearNames.BracketInitial] = [100_000, 150_000, 200_000],
                    [LinearNames.BracketMaintenance] = [50_000, 75_000, 100_000],
                },
            },
        };

    /// <summary>A market without accounts has no effects.</summary>
    private sealed class NoEffects : IEffects
    {
        public void Episode(EpisodeStep step) => throw new BenchMismatchException("an episode of nobody");

        public void Status(StatusChange change) => throw new BenchMismatchException("a status of nobody");
    }
}
