using System.Numerics;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>Each condition of docs/concepts/linear.md is refused with its field and its words, and what is just allowed is taken.</summary>
public sealed class ConditionTests
{
    private static readonly InstrumentTerms Asset = RiskTerms.Asset(), Cash = RiskTerms.Cash(), Perpetual = RiskTerms.Perpetual();

    public static TheoryData<string, string, InstrumentTerms> Instruments() => new()
    {
        { "parameters.weightMaintenancePpm", "weightMaintenancePpm <= 1000000", Asset with { Parameters = RiskTerms.Weights(500_000, 1_000_001) } },
        {
            "parameters.weightInitialPpm",
            "weightInitialPpm <= weightMaintenancePpm",
            Asset with { Parameters = RiskTerms.Weights(800_001, 800_000) }
        },
        { "parameters.weightInitialPpm", "between 0 and 1000000000 ppm", Asset with { Parameters = RiskTerms.Weights(-1, 800_000) } },
        {
            "parameters.liabilityWeightMaintenancePpm",
            "1000000 <= liabilityWeightMaintenancePpm",
            Asset with { Parameters = RiskTerms.Weights(0, 0, 999_999) }
        },
        {
            "parameters.liabilityWeightInitialPpm",
            "liabilityWeightMaintenancePpm <= liabilityWeightInitialPpm",
            Asset with { Parameters = RiskTerms.Weights(0, 0, 1_200_000, 1_199_999) }
        },
        {
            "parameters.weightInitialPpm",
            "parameter weightInitialPpm, which the rule set linear requires",
            Asset with { Parameters = new Dictionary<string, BigInteger>() }
        },
        { "parameters.gainWeightPpm", "gainWeightPpm is unknown", Asset with { Parameters = With(Asset.Parameters, "gainWeightPpm", 1) } },
        { "tables.bracketLowerBound", "one of no names", Asset with { Tables = Perpetual.Tables } },
        { "priceExponent", "priceExponent <= 0 for an asset without feeds", Cash with { PriceExponent = 1 } },
        { "feeds", "a perpetual has no price without one", Perpetual with { HasFeed = false } },
        {
            "parameters.weightInitialPpm",
            "weightInitialPpm is unknown",
            Perpetual with { Parameters = With(Perpetual.Parameters, "weightInitialPpm", 1) }
        },
        { "tables.tiers", "tiers is unknown", Perpetual with { Tables = With(Perpetual.Tables, "tiers", [0]) } },
        {
            "tables.bracketLowerBound",
            "expected table bracketLowerBound",
            Perpetual with { Tables = new Dictionary<string, IReadOnlyList<BigInteger>>() }
        },
        { "tables.bracketLowerBound", "at least one bracket", Brackets([], [], []) },
        { "tables.bracketInitialPpm", "2 rates, one a bracket, but there are 1", Brackets([0, 1], [1], [0, 0]) },
        { "tables.bracketMaintenancePpm", "1 rates, one a bracket, but there are 2", Brackets([0], [1], [0, 0]) },
        { "tables.bracketLowerBound[0]", "the first lower bound to be 0", Brackets([1], [1], [0]) },
        { "tables.bracketLowerBound[2]", "lower bounds that rise, but 5 follows 5", Brackets([0, 5, 5], [1, 1, 1], [0, 0, 0]) },
        { "tables.bracketLowerBound[1]", "lower bounds that rise, but -1 follows 0", Brackets([0, -1], [1, 1], [0, 0]) },
        { "tables.bracketInitialPpm[1]", "rates that never fall (brackets rise), but 1 follows 2", Brackets([0, 5], [2, 1], [0, 0]) },
        { "tables.bracketMaintenancePpm[1]", "rates that never fall (brackets rise), but 1 follows 2", Brackets([0, 5], [9, 9], [2, 1]) },
        { "tables.bracketMaintenancePpm[0]", "a rate between 0", Brackets([0], [1], [-1]) },
        { "tables.bracketInitialPpm[1]", "initial >= maintenance in each bracket", Brackets([0, 5], [3, 3], [3, 4]) },
        {
            "parameters.gainWeightPpm",
            "the highest rate + liquidationFeePpm < gainWeightPpm",
            Parameters(Brackets([0], [900_000], [0]), gain: 1_000_000, fee: 100_000)
        },
        { "parameters.gainWeightPpm", "gainWeightPpm <= 1000000", Parameters(Perpetual, gain: 1_000_001, fee: 0) },
        { "parameters.gainWeightPpm", "the highest rate + liquidationFeePpm < gainWeightPpm", Parameters(Perpetual, gain: 250_000, fee: 0) },
        { "parameters.liquidationFeePpm", "between 0 and", Parameters(Perpetual, gain: 1_000_000, fee: -1) },
        { "multiplier", "multiplier >= 1, but it is 0", Asset with { Multiplier = 0 } },
        { "inverse", "no inverse instruments", Perpetual with { Inverse = true } },
        { "kind", "expected kind Asset or Perpetual", Perpetual with { Kind = InstrumentKind.Future } },
        { "kind", "expected kind Asset or Perpetual", Perpetual with { Kind = InstrumentKind.Option } },
        { "sizeExponent", "between -77 and 77, but it is 78", Asset with { SizeExponent = 78 } },
        { "priceExponent", "between -77 and 77, but it is -78", Asset with { PriceExponent = -78 } },
        { "venue", "the instrument's venue v, but it is w", Asset with { Venue = "w" } },
    };

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Create_InstrumentBreaksACondition_IsRefusedByName(string field, string condition, InstrumentTerms terms)
    {
        TermsException refused = Assert.Throws<TermsException>(() => LinearInstrument.Create(RiskTerms.Venue(), terms));
        Assert.Equal(field, refused.Field);
        Assert.Contains(condition, refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<InstrumentTerms> Allowed() =>
    [
        Asset,
        Asset with { Parameters = RiskTerms.Weights(0, 0) },
        Asset with { Parameters = RiskTerms.Weights(1_000_000, 1_000_000, 1_000_000_000, 1_000_000_000) },
        Asset with { Parameters = new Dictionary<string, BigInteger>(), Side = InstrumentSide.Debt },
        Cash,
        Cash with { Parameters = RiskTerms.Weights(900_000, 950_000) },
        Perpetual,
        Brackets([0], [0], [0]),
        Brackets([0, 5, 6], [1, 1, 1], [1, 1, 1]),
        Parameters(Brackets([0], [899_999], [0]), gain: 1_000_000, fee: 100_000),
        Asset with { SizeExponent = 77, PriceExponent = -77 },
    ];

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Create_InstrumentJustWithinTheConditions_IsTaken(InstrumentTerms terms) =>
        Assert.Same(terms, LinearInstrument.Create(RiskTerms.Venue(), terms).Terms);

    public static TheoryData<string, string, VenueTerms> Venues() => new()
    {
        { "ruleSet", "the rule set linear, but it is aave-v3", RiskTerms.Venue() with { RuleSet = "aave-v3" } },
        { "numeraireExponent", "between -77 and 77", RiskTerms.Venue(78) },
        { "triggerTtlMs", "triggerTtlMs >= 0", RiskTerms.Venue() with { TriggerTtlMs = -1 } },
        {
            "parameters.exitBuffer",
            "exitBuffer >= 0, but it is -1",
            RiskTerms.Venue() with { Parameters = new Dictionary<string, BigInteger> { ["exitBuffer"] = -1 } }
        },
        {
            "parameters.exitbuffer",
            "exitbuffer is unknown",
            RiskTerms.Venue() with { Parameters = new Dictionary<string, BigInteger> { ["exitbuffer"] = 1 } }
        },
    };

    [Theory]
    [MemberData(nameof(Venues))]
    public void Create_VenueBreaksACondition_IsRefusedByName(string field, string condition, VenueTerms terms)
    {
        TermsException refused = Assert.Throws<TermsException>(() => LinearVenue.Create(terms));
        Assert.Equal(field, refused.Field);
        Assert.Contains(condition, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Venue_KeepsItsExitBuffer()
    {
        Assert.Equal(0, LinearVenue.Create(RiskTerms.Venue()).ExitBuffer);
        Assert.Equal(7, LinearVenue.Create(RiskTerms.Venue() with { Parameters = new Dictionary<string, BigInteger> { ["exitBuffer"] = 7 } }).ExitBuffer);
    }

    private static InstrumentTerms Brackets(int[] bounds, int[] initial, int[] maintenance) =>
        Perpetual with { Tables = RiskTerms.Brackets(bounds, initial, maintenance) };

    private static InstrumentTerms Parameters(InstrumentTerms terms, int gain, int fee) =>
        terms with { Parameters = new Dictionary<string, BigInteger> { ["gainWeightPpm"] = gain, ["liquidationFeePpm"] = fee } };

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> names, string name, T value) => new(names) { [name] = value };
}
