using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// A stretch of frames and records that is the same for the same seed: a small market, few accounts, and everything that can happen to them.
/// It follows its own events, so that it can place accounts exactly on a line.
/// </summary>
internal sealed class World
{
    private static readonly string[] Accounts = ["dex:a", "dex:b", "dex:c", "dex:d:1", "sea:a", "sea:Z"];
    private static readonly string[] NotAccounts = ["nowhere", ":b"];
    private static readonly HoldingCause[] Causes = Enum.GetValues<HoldingCause>();

    private readonly Random _random;
    private readonly WorldNumbers _numbers;
    private readonly WorldTerms _terms;
    private readonly ReferenceEngine _known = new(new EngineOptions(Partition: 0));
    private readonly Dictionary<string, MarketValues> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _blocks = new(StringComparer.Ordinal);
    private long _frame = -1;
    private long _timeMs;
    private long _offset;

    private World(int seed)
    {
        _random = new Random(seed);
        _numbers = new WorldNumbers((WorldKind)(seed % 4), _random);
        _terms = new WorldTerms(_numbers, _random);
    }

    /// <summary>The events of a seed: frames, holdings and accounts.</summary>
    public static List<object> Events(int seed, int count)
    {
        var world = new World(seed);
        var events = new List<object>(count);
        var ignored = new RecordedEffects();
        for (int i = 0; i < count; i++)
        {
            object next = i == 0 && seed % 5 != 0 ? world.Frame(complete: true)
                : world._random.Next(5) < 2 ? world.Frame(complete: false)
                : world._numbers.Chance(8) ? world.Account()
                : world.Holding();
            Comparison.Apply(world._known, next, ignored);
            events.Add(next);
        }

        return events;
    }

    private MarketFrame Frame(bool complete)
    {
        _frame += _numbers.Chance(15) ? _random.Next(1, 4) : 1;
        _timeMs += _numbers.Chance(200) ? long.MaxValue / 4 : _random.Next(0, 2000);
        var venues = new List<VenueChange>();
        foreach (string venue in WorldTerms.Venues)
        {
            if (complete || _numbers.Chance(6))
            {
                long block = _blocks[venue] = _blocks.GetValueOrDefault(venue) + (_numbers.Chance(3) ? 0 : _random.Next(0, 3));
                venues.Add(new(venue, complete || _numbers.Chance(4) ? _terms.Venue(venue) : null, block));
            }
        }

        var instruments = new List<InstrumentChange>();
        foreach (string instrument in WorldTerms.Instruments)
        {
            if (complete || _numbers.Chance(3))
            {
                MarketValues values = _values[instrument] = Values(_values.GetValueOrDefault(instrument, MarketValues.None));
                instruments.Add(new(instrument, complete || _numbers.Chance(15) ? _terms.Instrument(instrument) : null, values));
            }
        }

        return new(_frame, _timeMs, venues, instruments);
    }

    private MarketValues Values(MarketValues former)
    {
        MarketValues values = former with
        {
            FundingIndex = _numbers.Chance(3) ? _numbers.Funding() : former.FundingIndex,
            DepositIndex = _numbers.Chance(3) ? _numbers.Index() : former.DepositIndex,
            BorrowIndex = _numbers.Chance(3) ? _numbers.Index() : former.BorrowIndex,
        };
        if (_numbers.Chance(12))
        {
            return values with { Price = null, PriceLow = null, PriceHigh = null };
        }

        BigInteger price = former.Price is { } last && _numbers.Chance(2) ? BigInteger.Max(1, last + _random.Next(-2, 3)) : _numbers.Price();
        bool banded = _numbers.Chance(3);
        return values with
        {
            Price = price,
            PriceLow = banded ? price - _random.Next(0, (int)BigInteger.Min(3, price + 1)) : price,
            PriceHigh = banded ? price + _random.Next(0, 3) : price,
        };
    }

    private HoldingEvent Holding()
    {
        string account = SomeAccount();
        string[] own = [.. WorldTerms.Instruments.Where(one => account.StartsWith(WorldTerms.VenueOf(one), StringComparison.Ordinal))];
        string[] choice = own.Length == 0 || _numbers.Chance(20) ? WorldTerms.Instruments : own;
        string instrument = choice[_random.Next(choice.Length)];
        (long block, int remaining) = Chain(account);
        HoldingCause cause = _numbers.Chance(2) ? HoldingCause.Trade : Causes[_random.Next(Causes.Length)];
        return new(account, instrument, _offset++, NewHolding(account, instrument), cause, block, remaining);
    }

    private Holding? NewHolding(string account, string instrument)
    {
        if (_numbers.Chance(8))
        {
            return _numbers.Chance(4) ? new Holding(0, 0, 0) : null;
        }

        BigInteger price = _values.TryGetValue(instrument, out MarketValues? values) && values.Price is { } known ? known : _numbers.Price();
        BigInteger size = _numbers.Chance(10) ? BigInteger.Zero : instrument == "dex/DAI" ? -_numbers.Size() : _numbers.Size();
        if (WorldTerms.IsPerpetual(instrument))
        {
            size = _numbers.Signed(size);
            int digits = _numbers.Kind switch { WorldKind.Plain => 4, WorldKind.Fine => 20, _ => 0 };
            BigInteger cost = size * price / BigInteger.Pow(10, digits);
            return new(size, cost + _random.Next(-3, 4), _numbers.Chance(3) ? _numbers.Funding() : 0);
        }

        bool wrongSign = _numbers.Chance(15) || (WorldTerms.IsNumeraire(instrument) && _numbers.Chance(3));
        size = WorldTerms.IsNumeraire(instrument) && _numbers.Chance(2) ? OnTheLine(account, instrument) : wrongSign ? -size : size;
        return new(size, _numbers.Chance(20) ? 1 : 0, 0);
    }

    /// <summary>Cash that puts the account's maintenance surplus within a unit of zero or of the exit buffer.</summary>
    private BigInteger OnTheLine(string account, string cash)
    {
        if (_known.Assess(account) is not { } figures)
        {
            return _numbers.Size();
        }

        BigInteger held = figures.Holdings.FirstOrDefault(one => one.Instrument == cash)?.Size ?? BigInteger.Zero;
        BigInteger line = _numbers.Chance(3) ? figures.ExitBuffer : BigInteger.Zero;
        return held - figures.MaintenanceSurplus + line + _random.Next(-1, 2);
    }

    private AccountEvent Account()
    {
        string account = SomeAccount();
        (long block, int remaining) = Chain(account);
        var attributes = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        while (_numbers.Chance(2))
        {
            attributes[((char)('a' + _random.Next(26))).ToString()] = _numbers.Signed(_numbers.Size());
        }

        return new(account, _offset++, _numbers.Chance(3) ? null : attributes, block, remaining);
    }

    private string SomeAccount()
    {
        string[] ids = _numbers.Chance(30) ? NotAccounts : Accounts;
        return ids[_random.Next(ids.Length)];
    }

    private (long Block, int Remaining) Chain(string account)
    {
        long known = _blocks.GetValueOrDefault(account.Split(':')[0]);
        long block = _numbers.Chance(3) ? Math.Max(0, known + _random.Next(-1, 3)) : 0;
        return (block, _numbers.Chance(40) ? -1 : _numbers.Chance(6) ? _random.Next(1, 3) : 0);
    }
}
