using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// One side of a reserve under the <c>aave-v3</c> rule set, known to be valid: the deposits of an asset, or its debts. A size is a scaled balance: that of
/// the token
/// contract, which the interest index turns into tokens.
/// </summary>
public sealed class AaveInstrument : InstrumentRules
{
    private const int CategoryMax = byte.MaxValue;

    /// <summary>What is held of an instrument for debts, since before its side was changed, counts for nobody's health.</summary>
    private static readonly AaveCollateral NoCollateral = new(0, 0, PercentageMath.One);

    private readonly int[] _categories;
    private readonly AaveCollateral[] _classes;

    private AaveInstrument(InstrumentTerms terms, int[] categories, AaveCollateral[] classes, int protocolFeeBps)
        : base(terms)
    {
        _categories = categories;
        _classes = classes;
        ProtocolFeeBps = protocolFeeBps;
        Unit = ExactMath.PowerOfTen(-terms.SizeExponent);
    }

    /// <summary>Smallest token units in a token.</summary>
    public BigInteger Unit { get; }

    /// <summary>What the protocol takes of the liquidation bonus, basis points.</summary>
    public int ProtocolFeeBps { get; }

    /// <inheritdoc/>
    public override int FactorClasses => 1 + _categories.Length;

    /// <inheritdoc/>
    public override bool IsFixed => false;

    /// <summary>The asset's own class, 0, unless the account's e-mode category has the asset as collateral.</summary>
    public override int FactorClassOf(int marginClass) => 1 + Array.IndexOf(_categories, marginClass);

    /// <summary>How a deposit counts in a margin class.</summary>
    public AaveCollateral Collateral(int marginClass) => _classes[FactorClassOf(marginClass)];

    /// <summary>How a deposit counts in a factor class.</summary>
    internal AaveCollateral OfFactorClass(int factorClass) => _classes[factorClass];

    /// <inheritdoc/>
    public override InstrumentMarket? At(MarketValues values) => values.Price is null ? null : new AaveMarket(this, values, isPriced: true);

    /// <inheritdoc/>
    public override InstrumentMarket AtZero(MarketValues values) => new AaveMarket(this, values with { Price = BigInteger.Zero }, isPriced: false);

    /// <inheritdoc/>
    public override Screen CreateScreen(int factorClass, bool isShort) => new AaveScreen(this, factorClass, isShort);

    /// <summary>Checks the terms of an instrument against those of its venue.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public static AaveInstrument Create(VenueTerms venue, InstrumentTerms terms)
    {
        TermsCheck.Require(terms.Venue == venue.Id, "venue", $"the instrument's venue {venue.Id}, but it is {terms.Venue}");
        TermsCheck.Require(terms.Kind == InstrumentKind.Asset, "kind", $"kind Asset under the rule set {AaveNames.RuleSet}, but it is {terms.Kind}");
        TermsCheck.Require(
            terms.Side != InstrumentSide.Either, "side", "side Deposit or Debt: what is supplied and what is borrowed of an asset are two instruments");
        TermsCheck.Exponent("sizeExponent", terms.SizeExponent);
        TermsCheck.Require(terms.SizeExponent <= 0, "sizeExponent", $"sizeExponent <= 0, minus the token's decimals, but it is {terms.SizeExponent}");
        TermsCheck.Require(
            terms.PriceExponent == venue.NumeraireExponent,
            "priceExponent",
            $"the exponent of the base currency, {venue.NumeraireExponent}, as the pool's oracle answers in it, but it is {terms.PriceExponent}");
        TermsCheck.Require(terms.Multiplier.IsOne, "multiplier", $"multiplier 1, but it is {terms.Multiplier}");
        TermsCheck.Require(!terms.Inverse, "inverse", $"inverse = false: the rule set {AaveNames.RuleSet} has no inverse instruments");
        TermsCheck.Require(terms.HasFeed, "feeds", "a feed in role mark or index: the pool asks its oracle for each asset");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, terms.Side == InstrumentSide.Debt ? [] : AaveNames.DepositParameters, AaveNames.RuleSet);
        TermsCheck.OnlyNames("tables", terms.Tables.Keys, terms.Side == InstrumentSide.Debt ? [] : AaveNames.DepositTables, AaveNames.RuleSet);
        return terms.Side == InstrumentSide.Debt ? new AaveInstrument(terms, [], [NoCollateral], protocolFeeBps: 0) : Deposit(terms);
    }

    private static AaveInstrument Deposit(InstrumentTerms terms)
    {
        AaveCollateral own = AaveCollateral.Create(
            "parameters", "", Required(AaveNames.Ltv), Required(AaveNames.LiquidationThreshold), Required(AaveNames.LiquidationBonus));
        BigInteger fee = terms.Parameters.GetValueOrDefault(AaveNames.ProtocolFee);
        TermsCheck.Require(
            fee >= 0 && fee <= PercentageMath.One,
            $"parameters.{AaveNames.ProtocolFee}",
            $"{AaveNames.ProtocolFee} between 0 and {PercentageMath.One}, but it is {fee}");

        IReadOnlyList<BigInteger> ids = Table(AaveNames.EModeCategory);
        IReadOnlyList<BigInteger>[] figures =
            [Figures(AaveNames.EModeLtv), Figures(AaveNames.EModeLiquidationThreshold), Figures(AaveNames.EModeLiquidationBonus)];
        var categories = new int[ids.Count];
        var classes = new AaveCollateral[1 + ids.Count];
        classes[0] = own;
        for (int i = 0; i < ids.Count; i++)
        {
            TermsCheck.Require(
                ids[i] >= 1 && ids[i] <= CategoryMax && Array.IndexOf(categories, (int)ids[i], 0, i) < 0,
                $"tables.{AaveNames.EModeCategory}[{i}]",
                $"different categories between 1 and {CategoryMax}, but it is {ids[i]}");
            categories[i] = (int)ids[i];
            classes[1 + i] = AaveCollateral.Create("tables", $"[{i}]", figures[0][i], figures[1][i], figures[2][i]);
        }

        return new AaveInstrument(terms, categories, classes, (int)fee);

        BigInteger Required(string name) => terms.Parameters.TryGetValue(name, out BigInteger value)
            ? value
            : throw new TermsException($"parameters.{name}", $"expected parameter {name}, which the rule set {AaveNames.RuleSet} requires of a deposit");

        IReadOnlyList<BigInteger> Table(string name) => terms.Tables.GetValueOrDefault(name) ?? [];

        IReadOnlyList<BigInteger> Figures(string name)
        {
            IReadOnlyList<BigInteger> table = Table(name);
            TermsCheck.Require(
                table.Count == ids.Count, $"tables.{name}", $"{ids.Count} figures, one a category of {AaveNames.EModeCategory}, but there are {table.Count}");
            return table;
        }
    }
}
