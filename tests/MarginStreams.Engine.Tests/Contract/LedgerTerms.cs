using System.Globalization;
using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Venues and instruments of the ledgers: <c>id[name=number,...]</c>. Everything is in whole units unless a line says otherwise.
/// <c>USD</c> is the numeraire; <c>BTC</c> a perpetual (20 % initial, 10 % maintenance); <c>ETH</c> an asset (50 %, 80 %);
/// <c>DAI</c> an asset that can only be owed.
/// </summary>
internal static class LedgerTerms
{
    public static VenueTerms Venue(string id, IReadOnlyDictionary<string, string> options) => new(
        id,
        options.GetValueOrDefault("rules", "linear"),
        1,
        "USD",
        (int)Number(options, "numeraire", 0),
        new Dictionary<string, BigInteger>(StringComparer.Ordinal) { ["exitBuffer"] = Number(options, "buffer", 0) },
        (long)Number(options, "ttl", 0));

    public static InstrumentTerms Instrument(string id, string venue, IReadOnlyDictionary<string, string> options)
    {
        bool isPerpetual = id == "BTC";
        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal);
        if (isPerpetual)
        {
            tables["bracketLowerBound"] = List(options, "bounds", "0");
            tables["bracketInitialPpm"] = List(options, "initial", "200000");
            tables["bracketMaintenancePpm"] = List(options, "maintenance", "100000");
            Put("gain", "gainWeightPpm");
            Put("fee", "liquidationFeePpm");
        }
        else
        {
            if (id == "ETH")
            {
                parameters["weightInitialPpm"] = 500_000;
                parameters["weightMaintenancePpm"] = 800_000;
            }

            Put("wi", "weightInitialPpm");
            Put("wm", "weightMaintenancePpm");
            Put("lwi", "liabilityWeightInitialPpm");
            Put("lwm", "liabilityWeightMaintenancePpm");
        }

        return new(
            id,
            options.GetValueOrDefault("venue", venue),
            isPerpetual ? InstrumentKind.Perpetual : InstrumentKind.Asset,
            id == "DAI" ? InstrumentSide.Debt : id == "ETH" ? InstrumentSide.Deposit : InstrumentSide.Either,
            (int)Number(options, "se", 0),
            (int)Number(options, "pe", 0),
            Number(options, "multiplier", 1),
            Inverse: false,
            HasFeed: id != "USD",
            OnChainId: "",
            parameters,
            tables);

        void Put(string name, string parameter)
        {
            if (options.ContainsKey(name))
            {
                parameters[parameter] = Number(options, name, 0);
            }
        }
    }

    /// <summary>Low and high are the price where they are not said; <c>?</c> is no price.</summary>
    public static MarketValues Values(string price, IReadOnlyDictionary<string, string> options)
    {
        BigInteger? plain = price == "?" ? null : BigInteger.Parse(price, CultureInfo.InvariantCulture);
        return new(
            plain,
            plain is null ? null : Number(options, "low", plain.Value),
            plain is null ? null : Number(options, "high", plain.Value),
            Number(options, "funding", 0),
            Number(options, "deposit", MarketValues.IndexOne),
            Number(options, "borrow", MarketValues.IndexOne));
    }

    public static BigInteger Number(IReadOnlyDictionary<string, string> options, string name, BigInteger otherwise) =>
        options.TryGetValue(name, out string? text) ? BigInteger.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static List<BigInteger> List(IReadOnlyDictionary<string, string> options, string name, string otherwise) =>
        [.. options.GetValueOrDefault(name, otherwise).Split('/').Select(text => BigInteger.Parse(text, CultureInfo.InvariantCulture))];
}
