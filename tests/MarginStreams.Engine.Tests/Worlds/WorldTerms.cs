using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Valid venues and instruments of one world, by chance. <c>dex</c> and <c>sea</c> are under <c>linear</c>; <c>ave</c> is under <c>aave-v3</c> or, for a while,
/// under <c>linear</c>; all are under nothing known now and then.
/// </summary>
internal sealed class WorldTerms(WorldNumbers numbers, Random random)
{
    /// <summary>Venues; the first two with a numeraire to hold.</summary>
    public static readonly string[] Venues = ["dex", "sea", "ave"];

    /// <summary>Instruments: kind and side by their names.</summary>
    public static readonly string[] Instruments =
        ["dex/USD", "dex/ETH", "dex/DAI", "dex/BTC", "dex/SOL", "sea/EUR", "sea/OIL", "ave/WETH", "ave/WBTC", "ave/VETH", "ave/VUSD"];

    private readonly WorldLinearTerms _linear = new(numbers, random);
    private readonly WorldAaveTerms _aave = new(random);
    private readonly Dictionary<string, VenueTerms> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _venueOf = new(StringComparer.Ordinal);

    /// <summary>Instruments whose terms have to be said again, since their venue counts in another way now.</summary>
    private readonly HashSet<string> _stale = new(StringComparer.Ordinal);

    public static bool IsNumeraire(string instrument) => instrument is "dex/USD" or "sea/EUR";

    public static bool IsPerpetual(string instrument) => instrument is "dex/BTC" or "dex/SOL" or "sea/OIL";

    public static bool IsDebt(string instrument) => SideOf(instrument) == InstrumentSide.Debt;

    public static string VenueOf(string instrument) => instrument[..instrument.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Whether the interest indices of an instrument are in ray.</summary>
    public static bool IsRay(string instrument) => VenueOf(instrument) == "ave";

    public bool IsStale(string instrument) => _stale.Contains(instrument);

    public VenueTerms Venue(string id)
    {
        VenueTerms? former = _venues.GetValueOrDefault(id);
        bool isOfAave = former is null ? id == "ave" : former.RuleSet == AaveByTheBook.Name;
        if (id == "ave" && former is not null && numbers.Chance(8))
        {
            isOfAave = !isOfAave;
        }

        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        if (!isOfAave && numbers.Chance(2))
        {
            parameters[LinearNames.ExitBuffer] = numbers.Chance(4) ? numbers.Size() : random.Next(0, 4);
        }

        int exponent = former is null || numbers.Chance(20) ? numbers.NumeraireExponent : former.NumeraireExponent;
        long ttl = numbers.Chance(3) ? random.Next(0, 6000) : numbers.Chance(6) ? long.MaxValue - random.Next(0, 2) : 0;
        var terms = new VenueTerms(id, isOfAave ? AaveByTheBook.Name : LinearByTheBook.Name, 1, "USD", exponent, parameters, ttl)
        {
            Bands = numbers.Chance(4) ? [] : Bands(),
            BandHysteresisPpm = numbers.Chance(3) ? 0 : numbers.Chance(2) ? random.Next(1, 100_000) : 500_000 * random.Next(1, 20),
        };
        _venues[id] = terms;
        RuleSetCatalog.Create(terms);
        if (isOfAave || former is { RuleSet: AaveByTheBook.Name })
        {
            _stale.UnionWith(Instruments.Where(one => _venueOf.GetValueOrDefault(one) == id));
        }

        return numbers.Chance(25) ? terms with { RuleSet = "unheard-of" } : terms;
    }

    public InstrumentTerms Instrument(string id)
    {
        VenueTerms venue = VenueNow(VenueOf(id));
        VenueTerms other = VenueNow(Venues[random.Next(Venues.Length)]);
        if (numbers.Chance(25) && (other.RuleSet == LinearByTheBook.Name || SideOf(id) != InstrumentSide.Either))
        {
            venue = other;
        }

        _venueOf[id] = venue.Id;
        _stale.Remove(id);
        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal);
        bool isOfAave = venue.RuleSet == AaveByTheBook.Name;
        if (isOfAave)
        {
            _aave.Fill(parameters, tables, isDeposit: SideOf(id) == InstrumentSide.Deposit);
        }
        else
        {
            _linear.Fill(parameters, tables, id);
        }

        int priceExponent = isOfAave ? venue.NumeraireExponent : numbers.PriceExponent;
        var terms = new InstrumentTerms(
            id,
            venue.Id,
            IsPerpetual(id) ? InstrumentKind.Perpetual : InstrumentKind.Asset,
            SideOf(id),
            IsNumeraire(id) ? venue.NumeraireExponent : isOfAave ? numbers.TokenExponent : numbers.SizeExponent,
            IsNumeraire(id) ? -Math.Abs(priceExponent) : priceExponent,
            IsNumeraire(id) || isOfAave ? 1 : numbers.Multiplier(),
            Inverse: false,
            HasFeed: !IsNumeraire(id),
            OnChainId: "",
            parameters,
            tables);
        RuleSetCatalog.Create(venue).Create(terms);
        return terms;
    }

    private static InstrumentSide SideOf(string instrument) => instrument switch
    {
        "dex/DAI" or "ave/VETH" or "ave/VUSD" => InstrumentSide.Debt,
        "dex/ETH" or "ave/WETH" or "ave/WBTC" => InstrumentSide.Deposit,
        _ => InstrumentSide.Either,
    };

    /// <summary>A venue whose terms were not said yet has some in mind already.</summary>
    private VenueTerms VenueNow(string id)
    {
        if (!_venues.ContainsKey(id))
        {
            Venue(id);
        }

        return _venues[id];
    }

    /// <summary>Falling lines, near one and far above.</summary>
    private long[] Bands()
    {
        var lines = new SortedSet<long>();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            // Round ones too, so that an account can be exactly on one.
            lines.Add(numbers.Chance(2) ? 500_000 * random.Next(3, 21)
                : numbers.Chance(3) ? random.Next(1_000_001, 1_000_010)
                : random.Next(1_000_001, 30_000_000));
        }

        return [.. lines.Reverse()];
    }
}
