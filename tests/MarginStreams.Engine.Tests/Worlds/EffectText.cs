using System.Globalization;
using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>Effects and states as text: short for ledgers, full for comparisons. Error texts may differ between engines; their absence may not.</summary>
internal static class EffectText
{
    public static string Short(EpisodeStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.Event}/{step.Reason}#{step.Sequence}{(step.ExpiresAtMs > 0 ? $"@{step.ExpiresAtMs}" : "")}{(step.Assessment is null ? "~" : "")}");

    public static string Short(StatusChange change)
    {
        bool isUnknown = change.Band == AccountBand.Unknown;
        bool isConsistent = isUnknown == (change.Error.Length > 0) && (isUnknown || change.Band is null) == change.Assessment is null;
        string line = change.WarningPpm == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {change.WarningPpm}");
        return $"[{change.Band?.ToString() ?? "gone"}{line}{(isConsistent ? "" : " with the wrong figures or error")}]";
    }

    public static string Short(AccountState? state)
    {
        if (state is null)
        {
            return "none";
        }

        string holdings = string.Join(' ', state.Holdings.Select(pair => $"{pair.Key}={pair.Value.Size}"));
        string awaiting = state.Await is { } await ? $" awaits({await.RemainingInBlock},{await.BlockNumber},{await.SinceFrame})" : "";
        string episode = state.Episode is { } open ? $" episode#{open.Sequence}{(open.Held ? " held" : "")}" : "";
        return $"{state.Band?.ToString() ?? "unjudged"}{episode}{awaiting} {holdings}".TrimEnd();
    }

    public static string Full(EpisodeStep step) =>
        $"{step.Account} {Short(step)} id {step.Episode.Partition}/{step.Episode.Frame}/{step.Episode.PositionOffset} "
        + $"frame {step.Frame} time {step.StreamTimeMs} offset {step.PositionOffset} {Full(step.Assessment)}";

    public static string Full(StatusChange change) =>
        $"{change.Account} {Short(change)} frame {change.Frame} time {change.StreamTimeMs} offset {change.PositionOffset} {Full(change.Assessment)}";

    public static string OfEffect(object effect) => effect is EpisodeStep step ? Full(step) : Full((StatusChange)effect);

    public static string Full(AccountState state) =>
        $"{state.Account} offset {state.PositionOffset} band {state.Band?.ToString() ?? "-"} below {state.WarningPpm} "
        + $"episode {(state.Episode is { } episode ? episode.ToString() : "-")} await {(state.Await is { } await ? await.ToString() : "-")} "
        + $"attributes {(state.Attributes is { } attributes ? Join(attributes) : "-")} holdings {Join(state.Holdings)}";

    public static string Full(Assessment? figures) => figures is null
        ? "no figures"
        : $"equity {figures.Equity} initial {figures.InitialSurplus} maintenance {figures.MaintenanceSurplus} buffer {figures.ExitBuffer} "
            + $"exposure {figures.HasExposure} closable {figures.HasClosable} "
            + $"liquidatable {figures.IsLiquidatable} out {figures.IsOut} ["
            + string.Join("; ", figures.Holdings.Select(one =>
                $"{one.Instrument} {one.Size} at {one.Price?.ToString(CultureInfo.InvariantCulture) ?? "none"} "
                + $"value {one.Value} initial {one.Initial} maintenance {one.Maintenance}"))
            + "]";

    public static string Full(object happening) => happening switch
    {
        MarketFrame frame => $"frame {frame.Number} time {frame.StreamTimeMs}: "
            + string.Join("; ", frame.Venues.Select(venue => $"{venue.Venue} block {venue.BlockNumber}{(venue.Terms is null ? "" : " with terms")}")
                .Concat(frame.Instruments.Select(one => $"{one.Instrument} {one.Values}{(one.Terms is null ? "" : " with terms")}"))),
        _ => happening.ToString() ?? "",
    };

    private static string Join<T>(IReadOnlyList<KeyValuePair<string, T>> pairs) =>
        "{" + string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}")) + "}";
}

/// <summary>Effects, kept in the order they came.</summary>
internal sealed class RecordedEffects : IEffects
{
    public List<object> All { get; } = [];

    public IEnumerable<EpisodeStep> Steps => All.OfType<EpisodeStep>();

    public IEnumerable<StatusChange> Statuses => All.OfType<StatusChange>();

    public void Episode(EpisodeStep step) => All.Add(step);

    public void Status(StatusChange change) => All.Add(change);

    public static string AccountOf(object effect) => effect is EpisodeStep step ? step.Account : ((StatusChange)effect).Account;

    public static void Give(object effect, IEffects effects)
    {
        if (effect is EpisodeStep step)
        {
            effects.Episode(step);
        }
        else
        {
            effects.Status((StatusChange)effect);
        }
    }
}
