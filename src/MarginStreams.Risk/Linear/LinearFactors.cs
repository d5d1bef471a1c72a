using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// Everything of an instrument and its market that contributions need, prepared once a frame in the integers of one lane.
/// </summary>
/// <typeparam name="T">The lane.</typeparam>
public abstract class LinearFactors<T>
    where T : IBinaryInteger<T>
{
    /// <summary>Whether holdings are positions rather than assets.</summary>
    public abstract bool IsPerpetual { get; }

    /// <summary>Prepares the factors; null when the instrument has no price, or when they do not fit the lane.</summary>
    public static LinearFactors<T>? Create(LinearInstrument instrument, MarketValues values)
    {
        if (instrument.FixedPrice is { } one)
        {
            values = values with { Price = one, PriceLow = one, PriceHigh = one };
        }

        if (values is not { Price: { } price, PriceLow: { } low, PriceHigh: { } high })
        {
            return null;
        }

        return instrument switch
        {
            LinearAsset asset => LinearAssetFactors<T>.TryCreate(asset, values, price, low, high),
            LinearPerpetual perpetual => LinearPerpetualFactors<T>.TryCreate(perpetual, values, price, low, high),
            _ => throw new InvalidOperationException($"unknown kind of instrument {instrument.GetType().Name}"),
        };
    }
}

/// <summary>A fraction with a positive denominator, in lowest terms.</summary>
public readonly record struct LinearFraction<T>(T Numerator, T Denominator)
    where T : IBinaryInteger<T>
{
    internal static LinearFraction<T>? TryCreate(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return Lane.Convert<T>(numerator / divisor, denominator / divisor) is { } parts ? new(parts[0], parts[1]) : null;
    }
}

/// <summary>An asset: on each line a size counts as size x a fraction, one for deposits and one for debts.</summary>
public sealed class LinearAssetFactors<T> : LinearFactors<T>
    where T : IBinaryInteger<T>
{
    private readonly LinearFraction<T>[] _deposit;
    private readonly LinearFraction<T>[] _debt;

    private LinearAssetFactors(LinearFraction<T>[] deposit, LinearFraction<T>[] debt)
    {
        _deposit = deposit;
        _debt = debt;
    }

    /// <inheritdoc/>
    public override bool IsPerpetual => false;

    /// <summary>Money per unit of a deposit on a line.</summary>
    public LinearFraction<T> Deposit(LinearLine line) => _deposit[(int)line];

    /// <summary>Money per unit of a debt on a line.</summary>
    public LinearFraction<T> Debt(LinearLine line) => _debt[(int)line];

    internal static LinearAssetFactors<T>? TryCreate(
        LinearAsset asset, MarketValues values, BigInteger price, BigInteger low, BigInteger high)
    {
        LinearFraction<T>[]? deposit = Fractions(
            asset, values.DepositIndex, (price, LinearRule.PpmOne), (low, asset.WeightInitialPpm), (low, asset.WeightMaintenancePpm));
        LinearFraction<T>[]? debt = Fractions(
            asset,
            values.BorrowIndex,
            (price, LinearRule.PpmOne),
            (high, asset.LiabilityWeightInitialPpm),
            (high, asset.LiabilityWeightMaintenancePpm));
        return deposit is null || debt is null ? null : new LinearAssetFactors<T>(deposit, debt);
    }

    private static LinearFraction<T>[]? Fractions(
        LinearAsset asset, BigInteger index, params ReadOnlySpan<(BigInteger Price, long WeightPpm)> lines)
    {
        var fractions = new LinearFraction<T>[lines.Length];
        BigInteger denominator = asset.ValueDivisor * MarketValues.IndexOne * LinearRule.PpmOne;
        for (int i = 0; i < lines.Length; i++)
        {
            BigInteger numerator = asset.ValueScale * index * lines[i].Price * lines[i].WeightPpm;
            if (LinearFraction<T>.TryCreate(numerator, denominator) is not { } fraction)
            {
                return null;
            }

            fractions[i] = fraction;
        }

        return fractions;
    }
}

/// <summary>A perpetual: prices, funding and the brackets, scaled to one denominator.</summary>
public sealed class LinearPerpetualFactors<T> : LinearFactors<T>
    where T : IBinaryInteger<T>
{
    private LinearPerpetualFactors(T[] scalars, T[] bounds, T[] initial, T[] maintenance, T[] initialDeduction, T[] maintenanceDeduction)
    {
        Scale = scalars[0];
        Divisor = scalars[1];
        Denominator = scalars[2];
        Price = scalars[3];
        PriceLow = scalars[4];
        PriceHigh = scalars[5];
        Funding = scalars[6];
        GainWeight = scalars[7];
        One = scalars[8];
        Bounds = bounds;
        InitialRates = initial;
        MaintenanceRates = maintenance;
        InitialDeductions = initialDeduction;
        MaintenanceDeductions = maintenanceDeduction;
    }

    /// <inheritdoc/>
    public override bool IsPerpetual => true;

    /// <summary>size x price x this / <see cref="Divisor"/> is money.</summary>
    public T Scale { get; }

    /// <summary>See <see cref="Scale"/>.</summary>
    public T Divisor { get; }

    /// <summary>Divisor x one million: the denominator of a contribution.</summary>
    public T Denominator { get; }

    /// <summary>The plain price.</summary>
    public T Price { get; }

    /// <summary>The price of longs.</summary>
    public T PriceLow { get; }

    /// <summary>The price of shorts.</summary>
    public T PriceHigh { get; }

    /// <summary>Cumulative funding.</summary>
    public T Funding { get; }

    /// <summary>Weight of a gain, ppm.</summary>
    public T GainWeight { get; }

    /// <summary>One, in ppm.</summary>
    public T One { get; }

    /// <summary>Lower bounds of the brackets x divisor.</summary>
    public T[] Bounds { get; }

    /// <summary>Initial rate plus liquidation fee of each bracket, ppm.</summary>
    public T[] InitialRates { get; }

    /// <summary>Maintenance rate plus liquidation fee of each bracket, ppm.</summary>
    public T[] MaintenanceRates { get; }

    /// <summary>Deduction of each bracket on the initial line, over <see cref="Denominator"/>.</summary>
    public T[] InitialDeductions { get; }

    /// <summary>Deduction of each bracket on the maintenance line, over <see cref="Denominator"/>.</summary>
    public T[] MaintenanceDeductions { get; }

    internal static LinearPerpetualFactors<T>? TryCreate(
        LinearPerpetual perpetual, MarketValues values, BigInteger price, BigInteger low, BigInteger high)
    {
        LinearBrackets brackets = perpetual.Brackets;
        BigInteger divisor = perpetual.ValueDivisor;
        T[]? scalars = Lane.Convert<T>(
            perpetual.ValueScale,
            divisor,
            divisor * LinearRule.PpmOne,
            price,
            low,
            high,
            values.FundingIndex,
            perpetual.GainWeightPpm,
            LinearRule.PpmOne);
        T[]? bounds = Lane.Convert<T>([.. brackets.LowerBound.Select(bound => bound * divisor)]);
        T[]? initial = Rates(brackets.InitialPpm, perpetual.LiquidationFeePpm);
        T[]? maintenance = Rates(brackets.MaintenancePpm, perpetual.LiquidationFeePpm);
        T[]? initialDeduction = Deductions(brackets.InitialDeductions, divisor);
        T[]? maintenanceDeduction = Deductions(brackets.MaintenanceDeductions, divisor);
        return scalars is null || bounds is null || initial is null || maintenance is null
            || initialDeduction is null || maintenanceDeduction is null
            ? null
            : new LinearPerpetualFactors<T>(scalars, bounds, initial, maintenance, initialDeduction, maintenanceDeduction);
    }

    private static T[]? Rates(IReadOnlyList<long> ratesPpm, long feePpm) =>
        Lane.Convert<T>([.. ratesPpm.Select(rate => (BigInteger)(rate + feePpm))]);

    private static T[]? Deductions(IReadOnlyList<BigInteger> deductions, BigInteger divisor) =>
        Lane.Convert<T>([.. deductions.Select(deduction => deduction * divisor)]);
}
