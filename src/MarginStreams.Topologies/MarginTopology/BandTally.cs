using MarginStreams.Contracts;
using MarginStreams.Engine;
using Band = MarginStreams.Contracts.AccountBand;

namespace MarginStreams.Topologies;

/// <summary>How many accounts stand where. Kept by name are only those that are not healthy, since these are few. Any thread may read the counts.</summary>
public sealed class BandTally
{
    private readonly Dictionary<string, Band> _unhealthy = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[Enum.GetValues<Band>().Length];

    /// <summary>Accounts in a band; healthy ones are all the others.</summary>
    public long Count(Band band) => Volatile.Read(ref _counts[(int)band]);

    /// <summary>An account of a changelog.</summary>
    internal void Restored(AccountState account) => Take(account.Account, account.Band, account.WarningPpm);

    /// <summary>An account's band changed, or it is gone.</summary>
    internal void Changed(StatusChange change) => Take(change.Account, change.Band, change.WarningPpm);

    private void Take(string account, Engine.AccountBand? band, long warningPpm)
    {
        if (_unhealthy.Remove(account, out Band former))
        {
            Add(former, -1);
        }

        Band now = band is null or Engine.AccountBand.Healthy ? warningPpm > 0 ? Band.Warning : Band.Healthy : EnumMapping.ToWire(band.Value);
        if (now != Band.Healthy)
        {
            _unhealthy[account] = now;
            Add(now, 1);
        }
    }

    private void Add(Band band, long change) => Volatile.Write(ref _counts[(int)band], _counts[(int)band] + change);
}
