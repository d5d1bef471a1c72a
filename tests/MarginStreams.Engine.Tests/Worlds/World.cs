using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// A stretch of frames and records that is the same for the same seed: a small market, few accounts or many, and everything that can happen to them.
/// It follows its own events, so that it can place accounts and prices exactly on a line.
/// </summary>
internal sealed partial class World
{
    private static readonly string[] Few = ["dex:a", "dex:b", "dex:c", "dex:d:1", "sea:a", "sea:Z", "ave:a", "ave:b", "ave:C"];
    private static readonly string[] NotAccounts = ["nowhere", ":b"];

    private readonly Random _random;
    private readonly WorldNumbers _numbers;
    private readonly WorldTerms _terms;
    private readonly string[] _accounts;

    /// <summary>What happened so far, as the reference engine sees it.</summary>
    private readonly ReferenceEngine _known = new(new EngineOptions(Partition: 0));

    /// <summary>The same market, to try out what an account would be.</summary>
    private readonly ReferenceEngine _probe = new(new EngineOptions(Partition: 0));

    private readonly Dictionary<string, MarketValues> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VenueTerms> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _blocks = new(StringComparer.Ordinal);
    private long _frame = -1;
    private long _timeMs;
    private long _offset;

    private World(int seed, int more)
    {
        _random = new Random(seed);
        _numbers = new WorldNumbers((WorldKind)(seed % 4), _random);
        _terms = new WorldTerms(_numbers, _random);
        _accounts = [.. Few, .. Enumerable.Range(0, more).Select(i => $"{WorldTerms.Venues[i % 3]}:more{i}")];
    }

    /// <summary>The events of a seed: frames, holdings and accounts.</summary>
    /// <param name="seed">The world.</param>
    /// <param name="count">How many events.</param>
    /// <param name="more">Accounts beside the few that every world has; as many records come first.</param>
    public static List<object> Events(int seed, int count, int more = 0)
    {
        var world = new World(seed, more);
        var events = new List<object>(count);
        var ignored = new RecordedEffects();
        for (int i = 0; i < count; i++)
        {
            object next = i == 0 && (more > 0 || seed % 5 != 0) ? world.Frame(complete: true)
                : i < more ? world.Holding()
                : world._random.Next(5) < 2 ? world.Frame(complete: false)
                : world._numbers.Chance(8) ? world.Account()
                : world.Holding();
            Comparison.Apply(world._known, next, ignored);
            if (next is MarketFrame frame)
            {
                world._probe.Apply(frame, ignored);
            }

            events.Add(next);
        }

        return events;
    }

    /// <summary>A question about an account whose answer changes at one of its lines; null without figures.</summary>
    private Func<Assessment, bool> SomeLine(string account)
    {
        VenueTerms? venue = _venues.GetValueOrDefault(account.Split(':')[0]);
        if (venue is { Bands.Count: > 0 } && _numbers.Chance(2))
        {
            long line = venue.Bands[_random.Next(venue.Bands.Count)] + (_numbers.Chance(2) ? 0 : venue.BandHysteresisPpm);
            return figures => figures.Equity * 1_000_000 < line * figures.MaintenanceRequirement;
        }

        return _random.Next(4) switch
        {
            0 => figures => figures.IsOut,
            1 => figures => figures.IsBankrupt,
            _ => figures => figures.IsLiquidatable,
        };
    }

    private string SomeAccount()
    {
        string[] ids = _numbers.Chance(30) ? NotAccounts : _accounts;
        return ids[_random.Next(ids.Length)];
    }

    private T OneOf<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
