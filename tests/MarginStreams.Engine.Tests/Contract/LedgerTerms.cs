using System.Globalization;
using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Venues and instruments of the ledgers: <c>id[name=number,...]</c>. Everything is in whole units unless a line says otherwise.
/// <c>USD</c> is the numeraire; <c>BTC</c> a perpetual (20 % initial, 10 % maintenance); <c>ETH</c> an asset (50 %, 80 %);
/// <c>DAI</c> an asset that can only be owed. Under <c>aave-v3</c>: <c>WETH</c> is supplied and <c>VUSD</c> is owed, both in whole tokens.
/// </summary>
internal static class LedgerTerms
{
    private static readonly BigInteger Ray = BigInteger.Pow(10, 27);

    public static VenueTerms Venue(string id, IReadOnlyDictionary<string, string> options)
    {
        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        if (options.ContainsKey("buffer"))
        {
            parameters["exitBuffer"] = Number(options, "buffer", 0);
        }

        return new(
            id,
            options.GetValueOrDefault("rules", "linear"),
            1,
            "USD",
            (int)Number(options, "numeraire", 0),
            parameters,
            (long)Number(options, "ttl", 0))
        {
            Bands = options.ContainsKey("bands") ? [.. List(options, "bands", "").Select(line => (long)line)] : [],
            BandHysteresisPpm = (long)Number(options, "hysteresis", 0),
        };
    }

    public static InstrumentTerms Instrument(string id, string venue, IReadOnlyDictionary<string, string> options)
    {
        if (IsOfAave(id))
        {
            return Reserve(id, venue, options);
        }

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
    public static MarketValues Values(string id, string price, IReadOnlyDictionary<string, string> options)
    {
        BigInteger one = IsOfAave(id) ? Ray : MarketValues.IndexOne;
        BigInteger? plain = price == "?" ? null : BigInteger.Parse(price, CultureInfo.InvariantCulture);
        return new(
            plain,
            plain is null ? null : Number(options, "low", plain.Value),
            plain is null ? null : Number(options, "high", plain.Value),
            Number(options, "funding", 0),
            Number(options, "deposit", one),
            Number(options, "borrow", one));
    }

    public static BigInteger Number(IReadOnlyDictionary<string, string> options, string name, BigInteger otherwise) =>
        options.TryGetValue(name, out string? text) ? BigInteger.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static bool IsOfAave(string id) => id is "WETH" or "VUSD";

    /// <summary>80 % threshold, 75 % loan to value; with <c>mode</c> a category, 90 % and 85 % in it.</summary>
    private static InstrumentTerms Reserve(string id, string venue, IReadOnlyDictionary<string, string> options)
    {
        var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal);
        if (id == "WETH")
        {
            parameters["liquidationThresholdBps"] = Number(options, "lt", 8000);
            parameters["ltvBps"] = Number(options, "ltv", 7500);
            parameters["liquidationBonusBps"] = 10_500;
            parameters["liquidationProtocolFeeBps"] = 1000;
            if (options.ContainsKey("mode"))
            {
                tables["eModeCategory"] = List(options, "mode", "");
                tables["eModeLiquidationThresholdBps"] = List(options, "modelt", "9000");
                tables["eModeLtvBps"] = List(options, "modeltv", "8500");
                tables["eModeLiquidationBonusBps"] = List(options, "modebonus", "10100");
            }
        }

        return new(
            id,
            venue,
            InstrumentKind.Asset,
            id == "WETH" ? InstrumentSide.Deposit : InstrumentSide.Debt,
            (int)Number(options, "se", 0),
            PriceExponent: 0,
            Multiplier: 1,
            Inverse: false,
            HasFeed: true,
            OnChainId: "",
            parameters,
            tables);
    }

    private static List<BigInteger> List(IReadOnlyDictionary<string, string> options, string name, string otherwise) =>
        [.. options.GetValueOrDefault(name, otherwise).Split('/').Select(text => BigInteger.Parse(text, CultureInfo.InvariantCulture))];
}
