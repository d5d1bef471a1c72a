using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>An account of a case, and the figures that the case may expect, each from the rule set under test.</summary>
internal sealed class AaveCase
{
    private const int UsdxDecimals = 6;

    private readonly AaveAccount _account;
    private readonly Assessment _assessed;
    private readonly AaveHeld? _collateral, _debt;
    private readonly AavePair? _pair;
    private readonly AaveLiquidationCall? _call;

    public AaveCase(JsonElement one)
    {
        JsonElement inputs = one.GetProperty("inputs");
        bool isScaled = inputs.TryGetProperty("scaled_collateral", out _);
        List<AaveHeld> collateral = isScaled ? [Scaled(inputs)] : Side(inputs, "collateral", isDebt: false);
        List<AaveHeld> debt = isScaled ? [ScaledDebt(inputs), .. Side(inputs, "other_debt", isDebt: true)] : Side(inputs, "debt", isDebt: true);
        _account = new AaveAccount(AaveTerms.Venue, [.. collateral, .. debt]);
        _assessed = _account.Assess();
        if (inputs.TryGetProperty("debt_to_cover", out JsonElement cover))
        {
            _collateral = isScaled ? collateral[0] : collateral.Single(held => held.Instrument.Terms.Id == Name(inputs, "collateral_asset", "+"));
            _debt = isScaled ? debt[0] : debt.Single(held => held.Instrument.Terms.Id == Name(inputs, "debt_asset", "-"));
            _pair = AaveOptions.Pair(_collateral.Market, _collateral.Size, _debt.Market, _debt.Size, 0, TotalDebt, HealthFactor);
            BigInteger? amount = cover.ValueKind == JsonValueKind.String && cover.GetString() == "max" ? null : cover.Integer();
            _call = AaveLiquidation.Compute(_pair, _account.Venue.CloseFactor, amount);
        }
    }

    public BigInteger HealthFactor => _assessed.HealthFactorWad!.Value;

    private BigInteger TotalCollateral => -Values(isDebt: true) + _assessed.Equity;

    private BigInteger TotalDebt => -Values(isDebt: true);

    private BigInteger Consumed => WadRayMath.RayDivCeil(_call!.Collateral, _collateral!.Market.Index(isDebt: false))
        + WadRayMath.RayDivCeil(_call.ProtocolFee, _collateral.Market.Index(isDebt: false));

    /// <summary>Checks one expectation of the case; one that nobody knows fails.</summary>
    public void Check(string name, JsonElement expected, JsonElement all)
    {
        switch (name)
        {
            case "liquidatable":
                Assert.Equal(expected.GetBoolean(), _assessed.IsLiquidatable);
                Assert.Equal(expected.GetBoolean(), _account.Judge().IsLiquidatable);
                break;
            case "error":
                CheckError(expected.GetString()!);
                break;
            case "health_factor_below":
                Assert.True(HealthFactor < expected.Integer(), $"health factor {HealthFactor}");
                break;
            case "health_factor_within":
                Assert.True(HealthFactor >= all.Integer("health_factor_below") - expected.Integer(), $"health factor {HealthFactor}");
                break;
            case "max_debt_equals_percent_of_full":
                BigInteger share = PercentageMath.PercentMul(expected.Integer("full_debt"), expected.Integer("close_factor_bps"));
                Assert.True(BigInteger.Abs(_call!.DebtMax - share) <= expected.Integer("abs_tolerance", 0), $"{_call} against {share}");
                break;
            case "collateral_leftover_worthless":
                Assert.Equal(expected.GetBoolean(), LeftoverBase.IsZero);
                break;
            default:
                BigInteger figure = Figure(name);
                Assert.True(figure == expected.Integer(), $"{name} is {figure}, expected {expected}");
                break;
        }
    }

    private BigInteger Leftover => _pair!.Collateral.Balance - _call!.Collateral - _call.ProtocolFee;

    private BigInteger LeftoverBase => AaveRule.Base(Leftover, _pair!.Collateral.Price, _pair.Collateral.Unit, isDebt: false);

    private BigInteger Figure(string name) => name switch
    {
        "total_collateral_base" => TotalCollateral,
        "total_debt_base" => TotalDebt,
        "ltv_bps" => Average(one => one.Market.Instrument.Collateral(0).LtvBps),
        "liquidation_threshold_bps" => Average(one => one.Market.Instrument.Collateral(0).LiquidationThresholdBps),
        "health_factor" => HealthFactor,
        "close_factor_bps" => _call!.CloseFactorBps,
        "max_liquidatable_debt" => _call!.DebtMax,
        "actual_debt_to_liquidate" => _call!.Debt,
        "actual_collateral_to_liquidate" => _call!.Collateral,
        "liquidation_protocol_fee" => _call!.ProtocolFee,
        "collateral_balance" => _pair!.Collateral.Balance,
        "debt_balance" => _pair!.Debt.Balance,
        "scaled_collateral_consumed_uncapped" => Consumed,
        "scaled_collateral_after" => _collateral!.Size - AaveLiquidation.ScaledCollateral(_call!, _collateral.Market.Index(isDebt: false), _collateral.Size),
        "scaled_debt_after" => -_debt!.Size - AaveLiquidation.ScaledDebt(_call!, _debt.Market.Index(isDebt: true), -_debt.Size),
        "leftover_wei" => Leftover,
        "leftover_base" => LeftoverBase,
        _ when name.EndsWith("_debt_before", StringComparison.Ordinal) => _pair!.Debt.Balance,
        _ when name.EndsWith("_debt_after", StringComparison.Ordinal) => _pair!.Debt.Balance - _call!.Debt,
        _ => throw new ArgumentException($"nobody knows what {name} is", nameof(name)),
    };

    /// <summary>The averages that the pool tells, weighted by value, down.</summary>
    private BigInteger Average(Func<AaveHeld, int> bps)
    {
        BigInteger sum = 0;
        for (int i = 0; i < _account.Holdings.Count; i++)
        {
            AaveHeld held = _account.Holdings[i];
            sum += held.IsDebt ? 0 : _assessed.Holdings[i].Value * bps(held);
        }

        return sum / TotalCollateral;
    }

    private void CheckError(string error)
    {
        switch (error)
        {
            case "HealthFactorNotBelowThreshold":
                Assert.False(_assessed.IsLiquidatable);
                break;
            case "MustNotLeaveDust":
                Assert.True(_call!.LeavesDust);
                break;
            default:
                throw new ArgumentException($"nobody knows the error {error}", nameof(error));
        }
    }

    private BigInteger Values(bool isDebt) => _assessed.Holdings.Where((_, i) => _account.Holdings[i].IsDebt == isDebt)
        .Aggregate(BigInteger.Zero, (sum, held) => sum + held.Value);

    private static string Name(JsonElement inputs, string name, string side) => $"{inputs.GetProperty(name).GetString()}{side}";

    private static AaveHeld Scaled(JsonElement inputs) => new(
        Deposit("usdx+", UsdxDecimals, inputs),
        AaveTerms.Market(inputs.Integer("price"), depositIndex: inputs.Integer("liquidity_index")),
        inputs.Integer("scaled_collateral"));

    private static AaveHeld ScaledDebt(JsonElement inputs) => new(
        Debt("usdx-", UsdxDecimals),
        AaveTerms.Market(inputs.Integer("price"), borrowIndex: inputs.Integer("variable_borrow_index")),
        -inputs.Integer("scaled_debt"));

    private static List<AaveHeld> Side(JsonElement inputs, string name, bool isDebt) =>
        [.. inputs.GetProperty(name).EnumerateArray().Select((one, i) => Held(one, AssetOf(one) ?? $"{i}", isDebt))];

    private static string? AssetOf(JsonElement one) => one.TryGetProperty("asset", out JsonElement asset) ? asset.GetString() : null;

    private static AaveHeld Held(JsonElement one, string asset, bool isDebt)
    {
        int decimals = (int)one.Integer("decimals");
        BigInteger index = one.Integer(isDebt ? "variable_borrow_index" : "liquidity_index", WadRayMath.Ray);
        BigInteger size = one.TryGetProperty("balance", out JsonElement balance)
            ? balance.Integer()
            : one.Integer(isDebt ? "scaled_debt" : "scaled_collateral");
        return new(
            isDebt ? Debt($"{asset}-", decimals) : Deposit($"{asset}+", decimals, one),
            AaveTerms.Market(one.Integer("price"), index, index),
            isDebt ? -size : size);
    }

    private static AaveInstrument Debt(string id, int decimals) => AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Debt(decimals, id));

    private static AaveInstrument Deposit(string id, int decimals, JsonElement one) => AaveInstrument.Create(
        AaveTerms.VenueTerms(),
        AaveTerms.Deposit(
            decimals,
            AaveTerms.Parameters(
                one.Integer("ltv_bps", 0),
                one.Integer("liquidation_threshold_bps"),
                one.Integer("liquidation_bonus_bps"),
                one.Integer("liquidation_protocol_fee_bps", 0)),
            id));
}
