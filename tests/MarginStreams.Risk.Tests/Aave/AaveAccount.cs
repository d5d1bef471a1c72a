using System.Numerics;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>One side of a reserve, its market, and what an account holds of it.</summary>
internal sealed record AaveHeld(AaveInstrument Instrument, MarketValues Values, BigInteger Size)
{
    public bool IsDebt => Size.Sign < 0;

    public AaveMarket Market => (AaveMarket)(Instrument.At(Values) ?? Instrument.AtZero(Values));
}

/// <summary>An account of a venue.</summary>
internal sealed record AaveAccount(AaveVenue Venue, IReadOnlyList<AaveHeld> Holdings, int EMode = 0)
{
    public RuledHolding<BigInteger>[] Wide() => [.. Holdings.Select(one => new RuledHolding<BigInteger>(one.Market, one.Size, 0, 0))];

    public Assessment Assess() => Venue.Assess(Wide(), EMode);

    public Judged<BigInteger> Judge() => Venue.Judge(Wide(), EMode);

    public AaveAccount At(Func<AaveHeld, MarketValues> values) => this with { Holdings = [.. Holdings.Select(one => one with { Values = values(one) })] };
}

/// <summary>Valid terms, to change one thing of.</summary>
internal static class AaveTerms
{
    private static readonly Dictionary<string, IReadOnlyList<BigInteger>> NoTables = [];
    private static readonly Dictionary<string, BigInteger> NoParameters = [];

    public static VenueTerms VenueTerms(int numeraireExponent = -8) => new("v", "aave-v3", 1, "USD", numeraireExponent, NoParameters, 0);

    public static AaveVenue Venue { get; } = AaveVenue.Create(VenueTerms());

    public static InstrumentTerms Deposit(int decimals, Dictionary<string, BigInteger> parameters, string id = "A") => new(
        id, "v", InstrumentKind.Asset, InstrumentSide.Deposit, -decimals, -8, Multiplier: 1, Inverse: false, HasFeed: true, "", parameters, NoTables);

    public static InstrumentTerms Debt(int decimals, string id = "B") => Deposit(decimals, NoParameters, id) with { Side = InstrumentSide.Debt };

    public static Dictionary<string, BigInteger> Parameters(BigInteger ltv, BigInteger threshold, BigInteger bonus, BigInteger fee) => new()
    {
        ["ltvBps"] = ltv,
        ["liquidationThresholdBps"] = threshold,
        ["liquidationBonusBps"] = bonus,
        ["liquidationProtocolFeeBps"] = fee,
    };

    public static Dictionary<string, IReadOnlyList<BigInteger>> EModes(params (int Id, int Ltv, int Threshold, int Bonus)[] categories) => new()
    {
        ["eModeCategory"] = [.. categories.Select(one => (BigInteger)one.Id)],
        ["eModeLtvBps"] = [.. categories.Select(one => (BigInteger)one.Ltv)],
        ["eModeLiquidationThresholdBps"] = [.. categories.Select(one => (BigInteger)one.Threshold)],
        ["eModeLiquidationBonusBps"] = [.. categories.Select(one => (BigInteger)one.Bonus)],
    };

    public static MarketValues Market(BigInteger? price, BigInteger? depositIndex = null, BigInteger? borrowIndex = null) =>
        new(price, price, price, 0, depositIndex ?? WadRayMath.Ray, borrowIndex ?? WadRayMath.Ray);
}
