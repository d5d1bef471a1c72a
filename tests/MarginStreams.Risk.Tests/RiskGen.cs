using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>A holding in an instrument at a market.</summary>
internal sealed record RiskCase(LinearInstrument Instrument, MarketValues Values, BigInteger Size, BigInteger Cost, BigInteger SettledIndex);

/// <summary>Random integers, and random holdings under valid terms.</summary>
internal static class RiskGen
{
    /// <summary>Not negative, of any length up to so many bytes.</summary>
    public static Gen<BigInteger> Natural(int bytesMax) =>
        Gen.Byte.Array[0, bytesMax].Select(bytes => new BigInteger(bytes, isUnsigned: true));

    public static Gen<BigInteger> Integer(int bytesMax) => Gen.Select(Natural(bytesMax), Gen.Bool, (value, negative) => negative ? -value : value);

    /// <summary>Small integers without exponents where <paramref name="small"/>, else lengths and exponents of all sizes.</summary>
    public static Gen<RiskCase> Case(bool small) =>
        Gen.Select(Instrument(small), Values(small), Integer(small ? 1 : 24), Integer(small ? 2 : 30), Integer(small ? 1 : 12))
            .Select((instrument, values, size, cost, settled) => new RiskCase(instrument, values, size, cost, settled));

    /// <summary>Numbers of ordinary venues: cents to 18 decimals, which fit the narrow lane mostly.</summary>
    public static Gen<RiskCase> Ordinary() =>
        Gen.Select(Terms(Gen.Int[-18, -6], Gen.Int[-10, -2], Gen.Int[-8, -2], 6), Values(Natural(5), 2), Integer(6), Integer(7), Integer(3))
            .Select((instrument, values, size, cost, settled) => new RiskCase(instrument, values, size, cost, settled));

    public static Gen<MarketValues> Values(bool small) => Values(Natural(small ? 1 : 14), small ? 1 : 14);

    private static Gen<LinearInstrument> Instrument(bool small) => small
        ? Terms(Gen.Const(0), Gen.Const(0), Gen.Const(0), 2)
        : Terms(Gen.Int[-77, 77], Gen.Int[-77, 77], Gen.Int[-77, 77], 30);

    private static Gen<MarketValues> Values(Gen<BigInteger> price, int fundingBytes) =>
        Gen.Select(price, Gen.Byte, Gen.Byte, Integer(fundingBytes), Gen.ULong, Gen.ULong).Select((above, down, up, funding, deposit, borrow) =>
        {
            BigInteger value = above + 1;
            return new MarketValues(
                value, BigInteger.Max(0, value - down), value + up, funding, MarketValues.IndexOne + deposit, MarketValues.IndexOne + borrow);
        });

    private static Gen<LinearInstrument> Terms(Gen<int> sizeExponent, Gen<int> priceExponent, Gen<int> numeraireExponent, int boundBytes) =>
        Gen.Select(sizeExponent, priceExponent, numeraireExponent, Gen.OneOf(Perpetual(boundBytes), Asset())).Select((size, price, numeraire, parts) =>
        {
            var venue = new VenueTerms("v", "linear", 1, "USD", numeraire, new Dictionary<string, BigInteger>(), 0);
            return LinearInstrument.Create(venue, new(
                "I",
                "v",
                parts.Tables.Count > 0 ? InstrumentKind.Perpetual : InstrumentKind.Asset,
                InstrumentSide.Either,
                size,
                price,
                Multiplier: 1,
                Inverse: false,
                HasFeed: true,
                OnChainId: "",
                parts.Parameters,
                parts.Tables));
        });

    private static Gen<(Dictionary<string, BigInteger> Parameters, Dictionary<string, IReadOnlyList<BigInteger>> Tables)> Asset() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Int[0, 2_000_000], Gen.Int[0, 2_000_000]).Select((wm, wi, lwm, lwi) => (
            new Dictionary<string, BigInteger>(StringComparer.Ordinal)
            {
                ["weightMaintenancePpm"] = wm,
                ["weightInitialPpm"] = Math.Min(wm, wi),
                ["liabilityWeightMaintenancePpm"] = 1_000_000 + lwm,
                ["liabilityWeightInitialPpm"] = 1_000_000 + lwm + lwi,
            },
            new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal)));

    private static Gen<(Dictionary<string, BigInteger> Parameters, Dictionary<string, IReadOnlyList<BigInteger>> Tables)> Perpetual(int boundBytes) =>
        Gen.Select(
            Gen.Select(Natural(boundBytes), Gen.Int[0, 200_000], Gen.Int[0, 200_000]).Array[1, 4],
            Gen.Int[0, 20_000],
            Gen.Int[0, 1_000_000]).Select((brackets, fee, gain) =>
        {
            List<BigInteger> bounds = [], initial = [], maintenance = [];
            foreach ((BigInteger width, int low, int more) in brackets)
            {
                bounds.Add(bounds.Count == 0 ? 0 : bounds[^1] + 1 + width);
                maintenance.Add(maintenance.Count == 0 ? low : maintenance[^1] + (low / 4));
                initial.Add(BigInteger.Max(initial.Count == 0 ? 0 : initial[^1], maintenance[^1] + (more / 4)));
            }

            var parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal)
            {
                ["liquidationFeePpm"] = fee,
                ["gainWeightPpm"] = BigInteger.Max(gain, initial[^1] + fee + 1),
            };
            var tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal)
            {
                ["bracketLowerBound"] = bounds,
                ["bracketInitialPpm"] = initial,
                ["bracketMaintenancePpm"] = maintenance,
            };
            return (parameters, tables);
        });
}
