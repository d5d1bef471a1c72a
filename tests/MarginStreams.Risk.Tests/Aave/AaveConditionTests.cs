using System.Numerics;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>Each condition of docs/concepts/aave-v3.md is refused with its field and its words, and what is just allowed is taken.</summary>
public sealed class AaveConditionTests
{
    private static readonly InstrumentTerms Deposit = AaveTerms.Deposit(18, AaveTerms.Parameters(8000, 8300, 10_500, 1000)), Debt = AaveTerms.Debt(6);

    public static TheoryData<string, string, InstrumentTerms> Instruments() => new()
    {
        { "venue", "the instrument's venue v, but it is w", Deposit with { Venue = "w" } },
        { "kind", "kind Asset", Deposit with { Kind = InstrumentKind.Perpetual } },
        { "side", "side Deposit or Debt", Deposit with { Side = InstrumentSide.Either } },
        { "sizeExponent", "sizeExponent <= 0", Deposit with { SizeExponent = 1 } },
        { "sizeExponent", "between -77 and 77", Deposit with { SizeExponent = -78 } },
        { "priceExponent", "the exponent of the base currency, -8", Deposit with { PriceExponent = -7 } },
        { "multiplier", "multiplier 1, but it is 2", Deposit with { Multiplier = 2 } },
        { "inverse", "no inverse instruments", Deposit with { Inverse = true } },
        { "feeds", "a feed in role mark or index", Debt with { HasFeed = false } },
        { "parameters.ltvBps", "parameter ltvBps, which the rule set aave-v3 requires", Deposit with { Parameters = new Dictionary<string, BigInteger>() } },
        { "parameters.liquidationThresholdBps", "0 <= ltv <= liquidation threshold", Parameters(8301, 8300, 10_500, 0) },
        { "parameters.liquidationThresholdBps", "0 <= ltv <= liquidation threshold", Parameters(-1, 8300, 10_500, 0) },
        { "parameters.liquidationThresholdBps", "<= 10000 bps", Parameters(0, 10_001, 10_500, 0) },
        { "parameters.liquidationBonusBps", "between 10000 and 65535 bps, but it is 9999", Parameters(0, 0, 9999, 0) },
        { "parameters.liquidationBonusBps", "between 10000 and 65535 bps, but it is 65536", Parameters(0, 0, 65_536, 0) },
        { "parameters.liquidationProtocolFeeBps", "between 0 and 10000, but it is 10001", Parameters(0, 0, 10_000, 10_001) },
        { "parameters.ltvBps", "ltvBps is unknown", Debt with { Parameters = Deposit.Parameters } },
        { "tables.eModeCategory", "eModeCategory is unknown", Debt with { Tables = AaveTerms.EModes((1, 0, 0, 10_000)) } },
        { "tables.eModeCategory[0]", "between 1 and 255, but it is 0", Modes((0, 0, 0, 10_000)) },
        { "tables.eModeCategory[0]", "between 1 and 255, but it is 256", Modes((256, 0, 0, 10_000)) },
        { "tables.eModeCategory[1]", "different categories", Modes((7, 0, 0, 10_000), (7, 0, 0, 10_000)) },
        { "tables.eModeLiquidationThresholdBps[1]", "0 <= ltv <= liquidation threshold", Modes((1, 0, 0, 10_000), (2, 9, 8, 10_000)) },
        { "tables.eModeLiquidationBonusBps[0]", "a liquidation bonus between", Modes((1, 0, 0, 9_000)) },
        {
            "tables.eModeLtvBps",
            "1 figures, one a category of eModeCategory, but there are 0",
            Deposit with { Tables = new Dictionary<string, IReadOnlyList<BigInteger>> { ["eModeCategory"] = [1] } }
        },
    };

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Create_InstrumentBreaksACondition_IsRefusedByName(string field, string condition, InstrumentTerms terms)
    {
        TermsException refused = Assert.Throws<TermsException>(() => AaveTerms.Venue.Create(terms));
        Assert.Equal(field, refused.Field);
        Assert.Contains(condition, refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<InstrumentTerms> Allowed() =>
    [
        Deposit,
        Debt,
        Debt with { SizeExponent = 0 },
        Parameters(10_000, 10_000, 65_535, 10_000),
        Parameters(0, 0, 10_000, 0),
        Modes((1, 0, 0, 10_000), (255, 10_000, 10_000, 65_535)),
    ];

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Create_InstrumentJustWithinTheConditions_IsTaken(InstrumentTerms terms) => Assert.Same(terms, AaveTerms.Venue.Create(terms).Terms);

    [Theory]
    [InlineData("minLeftoverBase", -1, "minLeftoverBase >= 0")]
    [InlineData("minBaseMaxCloseFactor", -1, "minBaseMaxCloseFactor >= 0")]
    [InlineData("closeFactorHfThresholdWad", -1, "closeFactorHfThresholdWad >= 0")]
    [InlineData("defaultCloseFactorBps", 0, "between 1 and 10000")]
    [InlineData("defaultCloseFactorBps", 10_001, "between 1 and 10000")]
    [InlineData("exitBuffer", 1, "exitBuffer is unknown")]
    public void Create_VenueBreaksACondition_IsRefusedByName(string name, int value, string condition)
    {
        VenueTerms terms = AaveTerms.VenueTerms() with { Parameters = new Dictionary<string, BigInteger> { [name] = value } };
        TermsException refused = Assert.Throws<TermsException>(() => RuleSetCatalog.Create(terms));
        Assert.Equal($"parameters.{name}", refused.Field);
        Assert.Contains(condition, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Venue_HasThePoolsConstants()
    {
        var venue = (AaveVenue)RuleSetCatalog.Create(AaveTerms.VenueTerms());
        Assert.Equal(new(950_000_000_000_000_000, 200_000_000_000, 100_000_000_000, 5000), venue.CloseFactor);
        Assert.Equal(BigInteger.Pow(10, 27), venue.IndexOne);
        Assert.Equal(["eMode"], venue.AccountAttributes);
    }

    /// <summary>The account's category decides for the assets that list it; for every other asset, and for what is no category, there is none.</summary>
    [Theory]
    [InlineData(0, 8300)]
    [InlineData(1, 9000)]
    [InlineData(7, 9500)]
    [InlineData(2, 8300)]
    [InlineData(-1, 8300)]
    [InlineData(263, 8300)]
    public void Collateral_Category_CountsAsListed(int mode, int threshold)
    {
        var asset = (AaveInstrument)AaveTerms.Venue.Create(Modes((1, 8500, 9000, 10_100), (7, 9000, 9500, 10_050)));
        int marginClass = AaveTerms.Venue.MarginClassOf([new("eMode", mode)]);
        Assert.Equal(threshold, asset.Collateral(marginClass).LiquidationThresholdBps);
        Assert.Equal(3, asset.FactorClasses);
        Assert.InRange(asset.FactorClassOf(marginClass), 0, asset.FactorClasses - 1);
        Assert.Equal(0, AaveTerms.Venue.MarginClassOf(null));
    }

    private static InstrumentTerms Parameters(int ltv, int threshold, int bonus, int fee) =>
        Deposit with { Parameters = AaveTerms.Parameters(ltv, threshold, bonus, fee) };

    private static InstrumentTerms Modes(params (int Id, int Ltv, int Threshold, int Bonus)[] modes) => Deposit with { Tables = AaveTerms.EModes(modes) };
}
