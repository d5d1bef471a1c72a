using System.Collections.Immutable;
using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// One perpetual and one asset with weights that round, many accounts of a few units or of hundreds, and a price that creeps down to nothing and up again.
/// </summary>
internal static class CreepingPrices
{
    private const int Highest = 400;
    private const int AccountCount = 300;

    /// <summary>The definitions, the holdings, and a frame for each price.</summary>
    public static IEnumerable<object> Events()
    {
        var random = new Random(1);
        var venue = new VenueTerms("v", "linear", 1, "USD", 0, Parameters(("exitBuffer", 3)), TriggerTtlMs: 0)
        {
            Bands = [2_000_000, 1_500_000, 1_200_000],
            BandHysteresisPpm = 130_000,
        };
        yield return new MarketFrame(0, 0, [new("v", venue, 0)], [.. Instruments().Select(terms => new InstrumentChange(terms.Id, terms, At(Highest)))]);
        long offset = 0;
        for (int i = 0; i < AccountCount; i++)
        {
            // Half of them so small that roundings decide, half so large that the hysteresis does.
            int scale = i % 2 == 0 ? 1 : 100;
            int size = scale * random.Next(1, 4) * (random.Next(2) == 0 ? 1 : -1);
            int pledged = scale * random.Next(0, 3), cost = size * random.Next(10, 30);
            yield return Held("cash", scale * random.Next(-10, 40), 0);
            yield return Held("perpetual", size, cost);
            if (pledged > 0)
            {
                yield return Held("asset", pledged, 0);
            }

            HoldingEvent Held(string instrument, int amount, int paid) =>
                new($"v:{i}", instrument, offset++, new Holding(amount, paid, random.Next(0, 2)), HoldingCause.Trade, 0, 0);
        }

        int[] prices = [.. Enumerable.Range(1, Highest - 1).Reverse(), .. Enumerable.Range(2, Highest - 1)];
        for (int i = 0; i < prices.Length; i++)
        {
            yield return new MarketFrame(i + 1, i + 1, [], [new("perpetual", null, At(prices[i])), new("asset", null, At(prices[i]))]);
        }
    }

    /// <summary>A tenth of a unit of the numeraire is a price's unit: contributions have fractions.</summary>
    private static InstrumentTerms[] Instruments() =>
    [
        Terms("cash", InstrumentKind.Asset, hasFeed: false, Parameters(), Tables()),
        Terms("asset", InstrumentKind.Asset, hasFeed: true, Parameters(("weightInitialPpm", 333_333), ("weightMaintenancePpm", 777_777)), Tables()),
        Terms(
            "perpetual",
            InstrumentKind.Perpetual,
            hasFeed: true,
            Parameters(("liquidationFeePpm", 1_234), ("gainWeightPpm", 987_654)),
            Tables(("bracketLowerBound", [0, 30]), ("bracketInitialPpm", [111_111, 222_222]), ("bracketMaintenancePpm", [77_777, 133_333]))),
    ];

    private static InstrumentTerms Terms(
        string id,
        InstrumentKind kind,
        bool hasFeed,
        IReadOnlyDictionary<string, BigInteger> parameters,
        IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> tables) =>
        new(id, "v", kind, InstrumentSide.Either, 0, hasFeed ? -1 : 0, 1, Inverse: false, hasFeed, "", parameters, tables);

    private static MarketValues At(BigInteger price) => MarketValues.None with { Price = price, PriceLow = price - 1, PriceHigh = price + 1 };

    private static ImmutableDictionary<string, BigInteger> Parameters(params (string Name, int Value)[] all) =>
        all.ToImmutableDictionary(one => one.Name, one => (BigInteger)one.Value, StringComparer.Ordinal);

    private static ImmutableDictionary<string, IReadOnlyList<BigInteger>> Tables(params (string Name, int[] Values)[] all) =>
        all.ToImmutableDictionary(
            one => one.Name, one => (IReadOnlyList<BigInteger>)[.. one.Values.Select(value => (BigInteger)value)], StringComparer.Ordinal);
}
