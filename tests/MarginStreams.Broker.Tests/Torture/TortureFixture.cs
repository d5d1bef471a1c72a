using System.Globalization;
using System.Security.Cryptography;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// What the torture tests share: markets with their reference, the seed of all that is random, and figures that are printed at the end.
/// MARGINSTREAMS_TORTURE_ROUNDS is how often each scenario hurts, at least; MARGINSTREAMS_TORTURE_SEED repeats a run's choices, though not its timing.
/// </summary>
public sealed class TortureFixture : IAsyncLifetime
{
    private readonly List<Market> _markets = [];

    /// <summary>How often each scenario hurts, at least: a stage is never left before its last round.</summary>
    internal int Rounds { get; } = Number("MARGINSTREAMS_TORTURE_ROUNDS", 1);

    /// <summary>Where all choices come from.</summary>
    internal int Seed { get; } = Number("MARGINSTREAMS_TORTURE_SEED", RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>What was done.</summary>
    internal Figures Figures { get; } = new();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _markets.ForEach(market => market.Dispose());
        if (!Figures.AreEmpty)
        {
            await Console.Out.WriteLineAsync($"Torture: seed={Seed} rounds={Rounds} {Figures}");
        }
    }

    /// <summary>
    /// The choices of each stage of a scenario, and how many rounds it has: as many stages as it takes for all of them, or for one in so many where a round
    /// takes long.
    /// </summary>
    internal IEnumerable<(Random Random, int Rounds)> Stages(int roundsMax, int roundsMin = 1, int oneIn = 1)
    {
        int rounds = Math.Clamp(Rounds, roundsMin, roundsMax);
        for (int stage = 0; stage * rounds * oneIn < Rounds; stage++)
        {
            yield return (new Random(unchecked(Seed + stage)), rounds);
            Figures.Count("stagesDone");
        }
    }

    /// <summary>A market, made once.</summary>
    internal Market Market(MarketSize size)
    {
        Market? known = _markets.Find(market => market.Size == size);
        if (known is null)
        {
            known = new Market(size);
            _markets.Add(known);
        }

        return known;
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
