using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine.Tests;

/// <summary>Valid venues and instruments of one world, by chance.</summary>
internal sealed class WorldTerms(WorldNumbers numbers, Random random)
{
    private static readonly int[] Steps = [0, 0, 10_000, 50_000, 100_000, 333_333];

    /// <summary>Venues, each with its numeraire.</summary>
    public static readonly string[] Venues = ["dex", "sea"];

    /// <summary>Instruments: kind and side by their names.</summary>
    public static readonly string[] Instruments = ["dex/USD", "dex/ETH", "dex/DAI", "dex/BTC", "dex/SOL", "sea/EUR", "sea/OIL"];

    private readonly Dictionary<string, int> _numeraireExponents = Venues.ToDictionary(venue => venue, _ => numbers.NumeraireExponent, StringComparer.Ordinal);

    public static bool IsNumeraire(string instrument) => instrument is "dex/USD" or "sea/EUR";

    public static bool IsPerpetual(string instrument) => instrument is "dex/BTC" or "dex/SOL" or "sea/OIL";

    public static string VenueOf(string instrument) => instrument[..instrument.IndexOf('/', StringComparison.Ordinal)];

    public VenueTerms Venue(string id)
    {
        if (numbers.Chance(20))
        {
            _numeraireExponents[id] = numbers.NumeraireExponent;
        }

        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        if (numbers.Chance(2))
        {
            parameters[LinearNames.ExitBuffer] = numbers.Chance(4) ? numbers.Size() : random.Next(0, 4);
        }

        long ttl = numbers.Chance(3) ? random.Next(0, 6000) : numbers.Chance(6) ? long.MaxValue - random.Next(0, 2) : 0;
        var terms = new VenueTerms(id, LinearNames.RuleSet, 1, "USD", _numeraireExponents[id], parameters, ttl);
        LinearVenue.Create(terms);
        return numbers.Chance(25) ? terms with { RuleSet = "unheard-of" } : terms;
    }

    public InstrumentTerms Instrument(string id)
    {
        string venue = numbers.Chance(25) ? Venues[random.Next(Venues.Length)] : VenueOf(id);
        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal);
        if (IsPerpetual(id))
        {
            Perpetual(parameters, tables);
        }
        else
        {
            Asset(parameters, required: !IsNumeraire(id));
        }

        int priceExponent = numbers.PriceExponent;
        var terms = new InstrumentTerms(
            id,
            venue,
            IsPerpetual(id) ? InstrumentKind.Perpetual : InstrumentKind.Asset,
            id == "dex/DAI" ? InstrumentSide.Debt : id == "dex/ETH" ? InstrumentSide.Deposit : InstrumentSide.Either,
            IsNumeraire(id) ? _numeraireExponents[venue] : numbers.SizeExponent,
            IsNumeraire(id) ? -Math.Abs(priceExponent) : priceExponent,
            IsNumeraire(id) ? 1 : numbers.Multiplier(),
            Inverse: false,
            HasFeed: !IsNumeraire(id),
            OnChainId: "",
            parameters,
            tables);
        LinearInstrument.Create(new VenueTerms(venue, LinearNames.RuleSet, 1, "USD", _numeraireExponents[venue], parameters, 0), terms);
        return terms;
    }

    private void Asset(Dictionary<string, BigInteger> parameters, bool required)
    {
        if (required || numbers.Chance(3))
        {
            int maintenance = 1_000_000 - Step();
            parameters[LinearNames.WeightMaintenance] = maintenance;
            parameters[LinearNames.WeightInitial] = maintenance - Step();
        }

        if (numbers.Chance(2))
        {
            int maintenance = 1_000_000 + Step();
            parameters[LinearNames.LiabilityWeightMaintenance] = maintenance;
            parameters[LinearNames.LiabilityWeightInitial] = maintenance + Step();
        }
    }

    private void Perpetual(Dictionary<string, BigInteger> parameters, Dictionary<string, IReadOnlyList<BigInteger>> tables)
    {
        List<BigInteger> bounds = [BigInteger.Zero], initial = [Step()], maintenance = [BigInteger.Zero];
        maintenance[0] = BigInteger.Min(initial[0], Step());
        while (bounds.Count < 4 && numbers.Chance(2))
        {
            bounds.Add(numbers.BoundAbove(bounds[^1]));
            maintenance.Add(maintenance[^1] + Step() / 4);
            initial.Add(BigInteger.Max(initial[^1], maintenance[^1]) + Step() / 4);
        }

        tables[LinearNames.BracketLowerBound] = bounds;
        tables[LinearNames.BracketInitial] = initial;
        tables[LinearNames.BracketMaintenance] = maintenance;
        int fee = numbers.Chance(2) ? random.Next(0, 20_000) : 0;
        parameters[LinearNames.LiquidationFee] = fee;
        if (numbers.Chance(2))
        {
            int least = (int)initial[^1] + fee + 1;
            parameters[LinearNames.GainWeight] = random.Next(least, 1_000_001);
        }
    }

    private int Step() => Steps[random.Next(Steps.Length)];
}
