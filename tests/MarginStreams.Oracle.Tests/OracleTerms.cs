using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle.Tests;

/// <summary>Venues, instruments and observations of these tests.</summary>
internal static class OracleTerms
{
    public static readonly IReadOnlyDictionary<string, BigInteger> NoPolicy = new Dictionary<string, BigInteger>();

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> NoTables = new Dictionary<string, IReadOnlyList<BigInteger>>();

    public static OracleVenue Venue(
        string id, string ruleSet = "linear", int exitBuffer = 0, InterestAccrual accrual = InterestAccrual.None, int numeraireExponent = -6) =>
        new(new(id, ruleSet, 1, "USD", numeraireExponent, new Dictionary<string, BigInteger> { ["exitBuffer"] = exitBuffer }, 0), accrual);

    /// <summary>An asset with feeds: the first one is that of its price.</summary>
    public static OracleInstrument Asset(string id, string venue, params string[] feeds) =>
        Asset(id, venue, NoPolicy, feeds);

    public static OracleInstrument Asset(string id, string venue, IReadOnlyDictionary<string, BigInteger> policy, params string[] feeds)
    {
        var weights = new Dictionary<string, BigInteger> { ["weightInitialPpm"] = 500_000, ["weightMaintenancePpm"] = 800_000 };
        var terms = new InstrumentTerms(
            id, venue, InstrumentKind.Asset, InstrumentSide.Either, -8, -2, 1, false, feeds.Length > 0, "", weights, NoTables);
        return new(terms, feeds.FirstOrDefault(), feeds, policy);
    }

    public static Dictionary<string, BigInteger> Policy(string name, BigInteger value) => new() { [name] = value };

    public static OracleObservation Price(string feed, BigInteger value, long publishedAtMs = 0, long block = 0, string source = "s", long offset = 0) =>
        Seen(feed, OracleQuantity.Price, value, publishedAtMs, block, source, offset);

    public static OracleObservation Seen(
        string feed, OracleQuantity quantity, BigInteger value, long publishedAtMs = 0, long block = 0, string source = "s", long offset = 0) =>
        new(feed, quantity, value, null, null, null, publishedAtMs, block, new(source, 7, 0, offset));
}
