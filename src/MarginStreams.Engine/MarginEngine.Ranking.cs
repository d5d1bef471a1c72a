using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>The worst accounts.</content>
public sealed partial class MarginEngine
{
    /// <summary>Number of healthy accounts below a warning line. Any thread may ask.</summary>
    public long WarnedCount => _standings.WarnedCount;

    /// <summary>Number of accounts in a band, the healthy without those below a warning line. Any thread may ask.</summary>
    public long CountOf(AccountBand band) => _standings.Count(band);

    private const long One = 1_000_000;

    /// <inheritdoc/>
    public IReadOnlyList<RankedAccount> Worst(int count)
    {
        if (count <= 0)
        {
            return [];
        }

        // An account below a line is not below the next one, so its ratio is not less than that: group by group, the floors rise.
        var ranked = new List<RankedAccount>();
        foreach ((long floor, IReadOnlyCollection<int> accounts) in _standings.Groups.Select(group => (Floor(group.Venue, group.Line), group.Accounts))
            .OrderBy(group => group.Item1))
        {
            if (ranked.Count >= count && floor != long.MinValue && !MayBeWorse(floor, ranked[count - 1].Assessment))
            {
                break;
            }

            ranked.AddRange(accounts.Select(Rank).OfType<RankedAccount>());
            ranked.Sort(static (left, right) => Compare(left, right));
        }

        return ranked.Count <= count ? ranked : ranked[..count];
    }

    private RankedAccount? Rank(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        return !row.Has(AccountFlags.Awaits) && _judge.Assess(account) is { } figures
            ? new(_accounts.Ids.Text(account), (AccountBand)(row.Band - 1), _warnings[row.Warning], figures)
            : null;
    }

    /// <summary>The next line below one, ppm: no account of that group has a lower ratio, unless it is below maintenance.</summary>
    private long Floor(int venue, long line)
    {
        IReadOnlyList<long> bands = _market.VenueAt(venue).Terms?.Bands ?? [];
        int next = 0;
        while (next < bands.Count && bands[next] >= line)
        {
            next++;
        }

        return line == 0 || next == bands.Count ? long.MinValue : bands[next];
    }

    private static bool MayBeWorse(long floorPpm, Assessment than) =>
        than.MaintenanceRequirement.Sign > 0 && than.Equity * One >= floorPpm * than.MaintenanceRequirement;

    private static int Compare(RankedAccount left, RankedAccount right)
    {
        (Assessment a, Assessment b) = (left.Assessment, right.Assessment);
        (bool none, bool other) = (a.MaintenanceRequirement.Sign <= 0, b.MaintenanceRequirement.Sign <= 0);
        int order = none != other ? other.CompareTo(none)
            : none ? a.Equity.CompareTo(b.Equity)
            : (a.Equity * b.MaintenanceRequirement).CompareTo(b.Equity * a.MaintenanceRequirement);
        order = order != 0 ? order : b.MaintenanceRequirement.CompareTo(a.MaintenanceRequirement);
        return order != 0 ? order : string.CompareOrdinal(left.Account, right.Account);
    }
}
