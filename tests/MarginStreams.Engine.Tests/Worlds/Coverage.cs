using System.Globalization;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>What happened in the worlds that were run: a comparison in which nothing happens proves nothing.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Engines restarted from their states.</summary>
    public long Restarts { get; set; }

    /// <summary>Whether the other engine is wrong on purpose.</summary>
    public bool IsOfMutants { get; init; }

    public long this[string what] => _counts.GetValueOrDefault(what);

    public void Event(object happening, RejectReason reason, RecordedEffects effects, List<AccountState> states)
    {
        Count(happening.GetType().Name);
        Count($"refused {reason}");
        foreach (EpisodeStep step in effects.Steps)
        {
            Count($"{step.Event}/{step.Reason}");
            Count(step.Assessment is { HasClosable: false }, "step with nothing closable");
            Count(step.ExpiresAtMs == long.MaxValue, "advice for ever");
        }

        foreach (StatusChange change in effects.Statuses)
        {
            Count($"band {change.Band?.ToString() ?? "gone"}");
            Count(change.Assessment is { MaintenanceSurplus.IsZero: true, HasExposure: true }, "exactly on the line");
            Count(change.Assessment is { IsLiquidatable: false, IsOut: false, HasExposure: true }, "in the exit buffer");
        }

        foreach (AccountState state in states)
        {
            Count(state.Await is { RemainingInBlock: > 0 }, "awaits its block's records");
            Count(state.Await is { BlockNumber: > 0 }, "awaits its venue's block");
            Count(state is { Await: not null, Episode: not null }, "awaits in an episode");
        }
    }

    public void End(IMarginEngine engine)
    {
        Count("worlds");
        var production = (MarginEngine)engine;
        _counts["torn"] = this["torn"] + production.TornCount;
        _counts["wide lane"] = this["wide lane"] + production.WideCount;
    }

    public override string ToString() =>
        string.Join('\n', _counts.Append(KeyValuePair.Create("restarts", Restarts)).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Value,9:N0} {pair.Key}")));

    private void Count(bool happened, string what)
    {
        if (happened)
        {
            Count(what);
        }
    }

    private void Count(string what) => _counts[what] = this[what] + 1;
}
