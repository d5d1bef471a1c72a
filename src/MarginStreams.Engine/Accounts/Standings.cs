namespace MarginStreams.Engine;

/// <summary>
/// Who stands below a warning line or maintenance, in groups by the lowest line they are below: the worst are found without looking at anybody else.
/// </summary>
internal sealed class Standings
{
    private const int Warned = 0;
    private readonly Dictionary<(int Venue, long Line), HashSet<int>> _groups = [];

    /// <summary>Accounts by band plus one; healthy ones below a warning line in the place of none.</summary>
    private readonly long[] _counts = new long[(int)AccountBand.BadDebt + 2];

    /// <summary>The groups: venue, the lowest line they are below (0 for those below maintenance and no line), and their accounts.</summary>
    public IEnumerable<(int Venue, long Line, IReadOnlyCollection<int> Accounts)> Groups =>
        _groups.Select(group => (group.Key.Venue, group.Key.Line, (IReadOnlyCollection<int>)group.Value));

    /// <summary>Number of accounts in a band, the healthy without those below a warning line. Any thread may ask.</summary>
    public long Count(AccountBand band) => Volatile.Read(ref _counts[(int)band + 1]);

    /// <summary>Number of healthy accounts below a warning line. Any thread may ask.</summary>
    public long WarnedCount => Volatile.Read(ref _counts[Warned]);

    /// <summary>An account came to stand elsewhere.</summary>
    public void Move(int account, int venue, (byte Band, long Line) former, (byte Band, long Line) now)
    {
        Add(former, -1);
        Add(now, 1);
        bool was = IsBelow(former.Band, former.Line), isNow = IsBelow(now.Band, now.Line);
        if (was && !(isNow && former.Line == now.Line))
        {
            _groups[(venue, former.Line)].Remove(account);
        }

        if (isNow && !(was && former.Line == now.Line))
        {
            if (!_groups.TryGetValue((venue, now.Line), out HashSet<int>? group))
            {
                _groups[(venue, now.Line)] = group = [];
            }

            group.Add(account);
        }
    }

    private void Add((byte Band, long Line) place, long change)
    {
        if (place.Band != 0)
        {
            ref long count = ref _counts[place is { Band: (byte)AccountBand.Healthy + 1, Line: not 0 } ? Warned : place.Band];
            Volatile.Write(ref count, count + change);
        }
    }

    private static bool IsBelow(byte band, long line) =>
        line != 0 || band is (byte)AccountBand.Liquidatable + 1 or (byte)AccountBand.Bankrupt + 1 or (byte)AccountBand.BadDebt + 1;
}
