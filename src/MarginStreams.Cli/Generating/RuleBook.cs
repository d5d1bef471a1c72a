using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Generating;

/// <summary>What the product's own rule set says of holdings at the latest frame.</summary>
internal sealed class RuleBook
{
    private readonly SortedDictionary<string, Listing> _listings = new(StringComparer.Ordinal);

    /// <summary>Every instrument that has a price or is the numeraire, in ordinal order.</summary>
    public IEnumerable<Listing> Priced => _listings.Values.Where(listing => listing.Wide is not null);

    /// <summary>Takes a frame.</summary>
    public void Apply(OracleFrame frame, MarketReplay market)
    {
        foreach (OracleInstrumentEntry entry in frame.Instruments)
        {
            if (!_listings.TryGetValue(entry.Instrument, out Listing? listing))
            {
                _listings[entry.Instrument] = listing = new Listing(entry.Instrument);
            }

            if (entry.HasTerms)
            {
                Instrument definition = market.Instrument(entry.Instrument);
                listing.Replace(LinearInstrument.Create(market.Venue(definition.Venue), TermsMapping.ToTerms(definition)));
            }

            listing.Replace(entry.Values);
        }
    }

    /// <summary>The sum of the contributions of holdings to a line, numeraire's smallest unit; on the equity line it is the equity.</summary>
    public static BigInteger Sum(LinearLine line, IEnumerable<Held> holdings)
    {
        BigInteger sum = BigInteger.Zero;
        foreach (Held held in holdings)
        {
            sum += held.Contribution(line);
        }

        return sum;
    }

    /// <summary>Whether the account is to be liquidated.</summary>
    public static bool IsLiquidatable(IReadOnlyCollection<Held> holdings) =>
        holdings.Any(held => held.IsExposure) && Sum(LinearLine.Maintenance, holdings).Sign < 0;
}

/// <summary>An instrument at the latest frame.</summary>
internal sealed class Listing(string id)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Its rules.</summary>
    public LinearInstrument Rules { get; private set; } = null!;

    /// <summary>Its market values.</summary>
    public MarketValues Values { get; private set; } = MarketValues.None;

    /// <summary>Its factors in the narrow lane; null where they do not fit.</summary>
    public LinearFactors<Int128>? Narrow { get; private set; }

    /// <summary>Its factors; null without a price.</summary>
    public LinearFactors<BigInteger>? Wide { get; private set; }

    /// <summary>Whether it is a perpetual rather than an asset.</summary>
    public bool IsPerpetual => Rules is LinearPerpetual;

    /// <summary>Whether it is the numeraire itself.</summary>
    public bool IsNumeraire => Rules.FixedPrice is not null;

    /// <summary>The plain price.</summary>
    public BigInteger Price => Rules.FixedPrice ?? Values.Price!.Value;

    public void Replace(LinearInstrument rules) => Rules = rules;

    public void Replace(MarketValues values)
    {
        Values = values;
        Narrow = LinearFactors<Int128>.Create(Rules, values);
        Wide = LinearFactors<BigInteger>.Create(Rules, values);
    }

    /// <summary>The size that is worth so much at a price, rounded down.</summary>
    public BigInteger SizeOf(BigInteger money, BigInteger price) => ExactMath.DivideFloor(money * Rules.ValueDivisor, price * Rules.ValueScale);

    /// <summary>What a size is worth at a price, rounded down.</summary>
    public BigInteger ValueOf(BigInteger size, BigInteger price) => ExactMath.DivideFloor(size * price * Rules.ValueScale, Rules.ValueDivisor);
}
