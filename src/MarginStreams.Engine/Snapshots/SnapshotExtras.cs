using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>Takes from a snapshot what few accounts have.</summary>
internal static class SnapshotExtras
{
    private const int HeldBit = 1, BankruptBit = 2;

    /// <summary>Gives an account what its flags tell of.</summary>
    public static void Read(AccountTable accounts, int account, SnapshotFlags flags, ref SnapshotCursor rest)
    {
        if ((flags & ~SnapshotFlags.IsWide) == SnapshotFlags.None)
        {
            return;
        }

        KeyValuePair<string, BigInteger>[]? attributes = (flags & SnapshotFlags.HasAttributes) == SnapshotFlags.None ? null : Attributes(ref rest);
        EpisodeState? episode = (flags & SnapshotFlags.HasEpisode) == SnapshotFlags.None ? null : Episode(ref rest);
        AwaitState? awaits = (flags & SnapshotFlags.Awaits) == SnapshotFlags.None ? null : new AwaitState(rest.Count(), rest.LongFrom(0), rest.LongFrom(-1));
        accounts.SetExtras(account, extras => (extras.Attributes, extras.Episode, extras.Await) = (attributes, episode, awaits));
    }

    private static KeyValuePair<string, BigInteger>[] Attributes(ref SnapshotCursor rest)
    {
        var attributes = new List<KeyValuePair<string, BigInteger>>();
        for (int left = rest.Count(); left > 0; left--)
        {
            string name = rest.Text();
            if (attributes.Count > 0 && string.CompareOrdinal(attributes[^1].Key, name) >= 0)
            {
                SnapshotCursor.Throw($"attribute {name} does not follow the one before it");
            }

            attributes.Add(KeyValuePair.Create(name, rest.Number()));
        }

        return [.. attributes];
    }

    private static EpisodeState Episode(ref SnapshotCursor rest)
    {
        var id = new EpisodeId(rest.Int(), rest.Long(), rest.Long());
        int sequence = rest.Count(), bits = rest.Int();
        if ((bits & ~(HeldBit | BankruptBit)) != 0)
        {
            SnapshotCursor.Throw($"an episode with the state {bits}");
        }

        return new EpisodeState(id, sequence, (bits & HeldBit) != 0, (bits & BankruptBit) != 0, rest.LongFrom(0));
    }
}
