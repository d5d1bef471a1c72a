using System.Globalization;
using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>What happened in the worlds that were run: a comparison in which nothing happens proves nothing.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AccountBand? Band, long WarningPpm)> _former = new(StringComparer.Ordinal);

    /// <summary>Engines restarted from their states.</summary>
    public long Restarts { get; set; }

    /// <summary>Whether the other engine is wrong on purpose.</summary>
    public bool IsOfMutants { get; init; }

    public long this[string what] => _counts.GetValueOrDefault(what);

    public void Event(object happening, RejectReason reason, RecordedEffects effects, List<AccountState> states, WorldMirror market)
    {
        Count(happening.GetType().Name);
        Count($"refused {reason}");
        Prices(happening as MarketFrame, market);
        foreach (EpisodeStep step in effects.Steps)
        {
            Count($"{step.Event}/{step.Reason}");
            Count(step.Assessment is { HasClosable: false }, "step with nothing closable");
            Count(step.ExpiresAtMs == long.MaxValue, "advice for ever");
            Count(step.Event == EpisodeEvent.Opened && HasMissing(step.Assessment), "opened without all prices");
            Count(step.Event == EpisodeEvent.Opened && IsOfAave(step.Account, market), "opened under aave-v3");
        }

        foreach (StatusChange change in effects.Statuses)
        {
            Count($"band {change.Band?.ToString() ?? "gone"}");
            Count(change.Assessment is { MaintenanceSurplus.IsZero: true, HasExposure: true }, "exactly on the line");
            Count(change.Assessment is { IsLiquidatable: false, IsOut: false, HasExposure: true }, "in the exit buffer");
            Count(change.Band == AccountBand.Unknown && change.Error.Contains("no price", StringComparison.Ordinal), "unknown for want of a price");
            bool isRoundedToOne = IsOfAave(change.Account, market) && change.Assessment is { IsLiquidatable: false, MaintenanceSurplus.Sign: < 0 };
            Count(isRoundedToOne, "rounded to a health factor of one");
            Warning(change, happening, market);
        }

        foreach (AccountState state in states)
        {
            Count(state.Await is { RemainingInBlock: > 0 }, "awaits its block's records");
            Count(state.Await is { BlockNumber: > 0 }, "awaits its venue's block");
            Count(state is { Await: not null, Episode: not null }, "awaits in an episode");
            Count(state is { WarningPpm: > 0, Band: AccountBand.Healthy }, "healthy below a warning line");
            bool isInMode = state.Attributes?.Any(pair => pair.Key == "eMode" && pair.Value >= 1 && pair.Value <= 3) == true;
            Count(isInMode && IsOfAave(state.Account, market), "e-mode");
        }
    }

    public void Ranked(IReadOnlyList<RankedAccount> worst)
    {
        Count(worst.Count > 1, "several ranked");
        Count(worst.Any(one => one.Assessment.MaintenanceRequirement <= 0), "ranked without a requirement");
    }

    /// <summary>Sums of what was estimated and what it should have been.</summary>
    public void Ladder(MarketRiskView view, MarketRiskView exact)
    {
        Count(view.Steps.Any(step => step.IsolatedNotional > 0), "isolated notional");
        for (int i = 0; i < view.Steps.Count; i++)
        {
            BigInteger estimated = view.Steps[i].CrossNotionalEstimate, right = exact.Steps[i].CrossNotionalEstimate;
            Count(right > 0, "cross notional");
            Count(right > 0 && estimated == right, "cross notional met");
            Count(estimated > right, "cross notional overestimated");
            Count(estimated < right, "cross notional underestimated");
        }
    }

    public void End(IMarginEngine engine)
    {
        Count("worlds");
        _former.Clear();
        if (engine is MarginEngine production)
        {
            _counts["torn"] = this["torn"] + production.TornCount;
            _counts["wide lane"] = this["wide lane"] + production.WideCount;
            _counts["scans of all"] = this["scans of all"] + production.ScanCount;
        }
    }

    public override string ToString() =>
        string.Join('\n', _counts.Append(KeyValuePair.Create("restarts", Restarts)).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Value,9:N0} {pair.Key}")));

    private static bool HasMissing(Assessment? figures) => figures is not null && figures.Holdings.Any(one => one.Price is null);

    private static bool IsOfAave(string account, WorldMirror market) => market.VenueOf(account.Split(':')[0]) is { RuleSet: AaveByTheBook.Name };

    private void Prices(MarketFrame? frame, WorldMirror market)
    {
        foreach (InstrumentChange change in frame?.Instruments ?? [])
        {
            Count(change.Values.Price is null, "halt");
            if (change.Values.Price is { } price && market.FormerValuesOf(change.Instrument).Price is { } former)
            {
                Count(price * 100 <= former + 99, "99 % down");
                Count(price >= former * 100, "99 % back up");
                Count(price == former, "price stands still");
            }
        }

        foreach (VenueChange change in frame?.Venues ?? [])
        {
            Count(change.Terms is not null, $"rules {change.Terms?.RuleSet}");
        }
    }

    private void Warning(StatusChange change, object happening, WorldMirror market)
    {
        (AccountBand? band, long former) = _former.GetValueOrDefault(change.Account);
        _former[change.Account] = (change.Band, change.WarningPpm);
        bool isSameBand = band == change.Band;
        Count(isSameBand && change.WarningPpm > 0 && (former == 0 || change.WarningPpm < former), $"worse warning line by {happening.GetType().Name}");
        Count(isSameBand && change.WarningPpm != former && former > 0 && (change.WarningPpm == 0 || change.WarningPpm > former), "better warning line");
        if (change.Assessment is { } figures && market.VenueOf(change.Account.Split(':')[0]) is { } venue && figures.MaintenanceRequirement > 0)
        {
            BigInteger equity = figures.Equity * 1_000_000, requirement = figures.MaintenanceRequirement;
            Count(change.WarningPpm > 0 && equity >= change.WarningPpm * requirement, "kept below its line by the hysteresis");
            Count(venue.Bands.Any(line => equity < line * requirement && equity + 1_000_000 >= line * requirement), "one unit below a warning line");
            Count(venue.Bands.Any(line => equity == (line + venue.BandHysteresisPpm) * requirement), "exactly on a line or where it is left");
        }
    }

    private void Count(bool happened, string what)
    {
        if (happened)
        {
            Count(what);
        }
    }

    private void Count(string what) => _counts[what] = this[what] + 1;
}
