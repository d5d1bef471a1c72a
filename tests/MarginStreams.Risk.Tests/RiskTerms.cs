using System.Numerics;

namespace MarginStreams.Risk.Tests;

/// <summary>Valid terms, to change one thing of.</summary>
internal static class RiskTerms
{
    private static readonly Dictionary<string, IReadOnlyList<BigInteger>> NoTables = [];

    public static VenueTerms Venue(int numeraireExponent = 0) =>
        new("v", "linear", 1, "USD", numeraireExponent, new Dictionary<string, BigInteger>(), 0);

    /// <summary>A quarter initial, a tenth maintenance.</summary>
    public static InstrumentTerms Perpetual(int sizeExponent = 0, int priceExponent = 0) => new(
        "P",
        "v",
        InstrumentKind.Perpetual,
        InstrumentSide.Either,
        sizeExponent,
        priceExponent,
        Multiplier: 1,
        Inverse: false,
        HasFeed: true,
        OnChainId: "",
        new Dictionary<string, BigInteger>(),
        Brackets([0], [250_000], [100_000]));

    /// <summary>A half initial, four fifths maintenance.</summary>
    public static InstrumentTerms Asset(int sizeExponent = 0, int priceExponent = 0) => new(
        "A", "v", InstrumentKind.Asset, InstrumentSide.Either, sizeExponent, priceExponent, 1, false, true, "", Weights(500_000, 800_000), NoTables);

    /// <summary>The numeraire itself.</summary>
    public static InstrumentTerms Cash(int sizeExponent = 0, int priceExponent = 0) => new(
        "C",
        "v",
        InstrumentKind.Asset,
        InstrumentSide.Either,
        sizeExponent,
        priceExponent,
        Multiplier: 1,
        Inverse: false,
        HasFeed: false,
        OnChainId: "",
        new Dictionary<string, BigInteger>(),
        NoTables);

    public static Dictionary<string, BigInteger> Weights(
        int initial, int maintenance, int liabilityMaintenance = 1_000_000, int liabilityInitial = 1_000_000) => new()
    {
        ["weightInitialPpm"] = initial,
        ["weightMaintenancePpm"] = maintenance,
        ["liabilityWeightMaintenancePpm"] = liabilityMaintenance,
        ["liabilityWeightInitialPpm"] = liabilityInitial,
    };

    public static Dictionary<string, IReadOnlyList<BigInteger>> Brackets(int[] bounds, int[] initialPpm, int[] maintenancePpm) => new()
    {
        ["bracketLowerBound"] = [.. bounds.Select(value => (BigInteger)value)],
        ["bracketInitialPpm"] = [.. initialPpm.Select(value => (BigInteger)value)],
        ["bracketMaintenancePpm"] = [.. maintenancePpm.Select(value => (BigInteger)value)],
    };
}
