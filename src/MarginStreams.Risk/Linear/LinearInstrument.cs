using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>An instrument's settings under the <c>linear</c> rule set, known to be valid: an asset or a perpetual.</summary>
public abstract class LinearInstrument : InstrumentRules
{
    private protected LinearInstrument(VenueTerms venue, InstrumentTerms terms)
        : base(terms)
    {
        NumeraireExponent = venue.NumeraireExponent;
        int exponent = terms.SizeExponent + terms.PriceExponent - venue.NumeraireExponent;
        ValueScale = terms.Multiplier * ExactMath.PowerOfTen(exponent);
        ValueDivisor = ExactMath.PowerOfTen(-exponent);
    }

    /// <summary>Power of ten of the numeraire's smallest unit.</summary>
    public int NumeraireExponent { get; }

    /// <summary>size x price x this / <see cref="ValueDivisor"/> is money in the numeraire's smallest unit.</summary>
    public BigInteger ValueScale { get; }

    /// <summary>See <see cref="ValueScale"/>.</summary>
    public BigInteger ValueDivisor { get; }

    /// <summary>Price of an asset that is the numeraire itself; null for one that has a feed.</summary>
    public BigInteger? FixedPrice => Terms.HasFeed ? null : ExactMath.PowerOfTen(-Terms.PriceExponent);

    /// <inheritdoc/>
    public override bool IsFixed => !Terms.HasFeed;

    /// <summary>Checks the terms of an instrument against those of its venue.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public static LinearInstrument Create(VenueTerms venue, InstrumentTerms terms)
    {
        TermsCheck.Require(terms.Venue == venue.Id, "venue", $"the instrument's venue {venue.Id}, but it is {terms.Venue}");
        TermsCheck.Exponent("sizeExponent", terms.SizeExponent);
        TermsCheck.Exponent("priceExponent", terms.PriceExponent);
        TermsCheck.Require(terms.Multiplier >= 1, "multiplier", $"multiplier >= 1, but it is {terms.Multiplier}");
        TermsCheck.Require(!terms.Inverse, "inverse", "inverse = false: the rule set linear has no inverse instruments");
        return terms.Kind switch
        {
            InstrumentKind.Asset => new LinearAsset(venue, terms),
            InstrumentKind.Perpetual => new LinearPerpetual(venue, terms),
            _ => throw new TermsException("kind", $"expected kind Asset or Perpetual under the rule set linear, but it is {terms.Kind}"),
        };
    }

    /// <inheritdoc/>
    public override InstrumentMarket? At(MarketValues values)
    {
        MarketValues known = FixedPrice is { } one ? values with { Price = one, PriceLow = one, PriceHigh = one } : values;
        return known is { Price: not null, PriceLow: not null, PriceHigh: not null } ? new LinearMarket(this, known, isPriced: true) : null;
    }

    /// <inheritdoc/>
    public override InstrumentMarket AtZero(MarketValues values) =>
        new LinearMarket(this, values with { Price = BigInteger.Zero, PriceLow = BigInteger.Zero, PriceHigh = BigInteger.Zero }, isPriced: false);

    /// <inheritdoc/>
    public override Screen CreateScreen(int factorClass, bool isShort) => new LinearScreen(this, isShort);
}

/// <summary>Collateral, cash or a debt.</summary>
public sealed class LinearAsset : LinearInstrument
{
    internal LinearAsset(VenueTerms venue, InstrumentTerms terms)
        : base(venue, terms)
    {
        const long One = LinearRule.PpmOne;
        TermsCheck.Require(
            terms.HasFeed || terms.PriceExponent <= 0,
            "priceExponent",
            $"priceExponent <= 0 for an asset without feeds, whose price is one, but it is {terms.PriceExponent}");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, LinearNames.AssetParameters, LinearNames.RuleSet);
        TermsCheck.OnlyNames("tables", terms.Tables.Keys, [], LinearNames.RuleSet);
        bool mayDeposit = terms.HasFeed && terms.Side != InstrumentSide.Debt;
        WeightInitialPpm = TermsCheck.Ppm(terms.Parameters, LinearNames.WeightInitial, mayDeposit ? null : One, LinearNames.RuleSet);
        WeightMaintenancePpm = TermsCheck.Ppm(terms.Parameters, LinearNames.WeightMaintenance, mayDeposit ? null : One, LinearNames.RuleSet);
        LiabilityWeightInitialPpm = TermsCheck.Ppm(terms.Parameters, LinearNames.LiabilityWeightInitial, One, LinearNames.RuleSet);
        LiabilityWeightMaintenancePpm = TermsCheck.Ppm(terms.Parameters, LinearNames.LiabilityWeightMaintenance, One, LinearNames.RuleSet);

        Order(WeightInitialPpm <= WeightMaintenancePpm, LinearNames.WeightInitial);
        Order(WeightMaintenancePpm <= One, LinearNames.WeightMaintenance);
        Order(One <= LiabilityWeightMaintenancePpm, LinearNames.LiabilityWeightMaintenance);
        Order(LiabilityWeightMaintenancePpm <= LiabilityWeightInitialPpm, LinearNames.LiabilityWeightInitial);
    }

    /// <summary>How much of a deposit counts on the initial line, ppm.</summary>
    public long WeightInitialPpm { get; }

    /// <summary>How much of a deposit counts on the maintenance line, ppm.</summary>
    public long WeightMaintenancePpm { get; }

    /// <summary>How much a debt counts on the initial line, ppm.</summary>
    public long LiabilityWeightInitialPpm { get; }

    /// <summary>How much a debt counts on the maintenance line, ppm.</summary>
    public long LiabilityWeightMaintenancePpm { get; }

    private void Order(bool holds, string name) => TermsCheck.Require(
        holds,
        $"parameters.{name}",
        "weightInitialPpm <= weightMaintenancePpm <= 1000000 <= liabilityWeightMaintenancePpm <= liabilityWeightInitialPpm, but they are "
        + $"{WeightInitialPpm}, {WeightMaintenancePpm}, {LiabilityWeightMaintenancePpm}, {LiabilityWeightInitialPpm}");
}

/// <summary>A perpetual, with marginal brackets.</summary>
public sealed class LinearPerpetual : LinearInstrument
{
    internal LinearPerpetual(VenueTerms venue, InstrumentTerms terms)
        : base(venue, terms)
    {
        TermsCheck.Require(terms.HasFeed, "feeds", "a feed in role mark or index: a perpetual has no price without one");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, LinearNames.PerpetualParameters, LinearNames.RuleSet);
        TermsCheck.OnlyNames("tables", terms.Tables.Keys, LinearNames.PerpetualTables, LinearNames.RuleSet);
        GainWeightPpm = TermsCheck.Ppm(terms.Parameters, LinearNames.GainWeight, LinearRule.PpmOne, LinearNames.RuleSet);
        LiquidationFeePpm = TermsCheck.Ppm(terms.Parameters, LinearNames.LiquidationFee, 0, LinearNames.RuleSet);
        Brackets = LinearBrackets.Create(terms.Tables, LiquidationFeePpm, GainWeightPpm);
    }

    /// <summary>How much of an unrealised gain counts, ppm.</summary>
    public long GainWeightPpm { get; }

    /// <summary>What a liquidation costs, ppm of notional.</summary>
    public long LiquidationFeePpm { get; }

    /// <summary>The marginal brackets.</summary>
    public LinearBrackets Brackets { get; }
}
