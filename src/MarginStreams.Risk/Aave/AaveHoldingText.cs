using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// Writes down how a holding came to what it counts. Every result is a figure of the rule; only the numbers put into the formulas come from the terms, the
/// frame and the
/// record. So a formula that does not give its result shows that page and code disagree.
/// </summary>
internal sealed class AaveHoldingText(VenueTerms venue, AaveMarket market, BigInteger size, AaveShare<BigInteger> share, AaveCollateral? collateral)
{
    private readonly MoneyText _money = new(venue);
    private readonly InstrumentTerms _terms = market.Instrument.Terms;
    private readonly bool _isDebt = size.Sign < 0;
    private readonly BigInteger _index = market.Index(size.Sign < 0);

    public HoldingExplanation Steps() => new(
        _terms.Id,
        [.. Given()],
        [.. Worth(), Whole()],
        [.. Worth(), collateral is null ? Whole() : Part("loan to value", collateral.LtvBps, share.Initial)],
        [.. Worth(), collateral is null ? Whole() : Part("liquidation threshold", collateral.LiquidationThresholdBps, share.Maintenance)]);

    private IEnumerable<ExplanationLine> Given()
    {
        yield return new("size", "scaled balance, as recorded", "", Tokens(size), $"10^{_terms.SizeExponent} units", "exact");
        yield return new(
            $"{(_isDebt ? "borrow" : "deposit")} index i",
            "of the frame",
            "",
            $"{ExactText.Integer(_index)} ({ExactText.Decimal(_index, -WadRayMath.RayPlaces)})",
            $"10^-{WadRayMath.RayPlaces} units for a size of 1",
            "exact");
        yield return new(
            "price P",
            market.IsPriced ? "of the frame" : "there is none: what is owed counts at zero",
            "",
            $"{ExactText.Integer(market.Price)} ({ExactText.Decimal(market.Price, _terms.PriceExponent)})",
            $"10^{_terms.PriceExponent} {venue.Numeraire} per unit",
            "exact");
    }

    private IEnumerable<ExplanationLine> Worth()
    {
        string round = _isDebt ? "ceil" : "floor";
        string rounding = _isDebt ? "what is owed up, against the account" : "down, against the account";
        yield return new(
            "balance",
            $"{round}(|size| x i / 10^27)",
            $"{round}(|{ExactText.Integer(size)}| x {ExactText.Integer(_index)} / 10^27)",
            Tokens(share.Balance),
            $"10^{_terms.SizeExponent} units",
            rounding);
        yield return new(
            "value",
            $"{round}(balance x P / 10^decimals)",
            $"{round}({ExactText.Integer(share.Balance)} x {ExactText.Integer(market.Price)} / 10^{-_terms.SizeExponent})",
            _money.Amount(share.Base),
            _money.Unit,
            rounding);
    }

    private ExplanationLine Whole() =>
        _money.Exact("contribution", _isDebt ? "-value" : "value", $"{(_isDebt ? "-" : "")}{ExactText.Integer(share.Base)}", share.Value);

    private ExplanationLine Part(string name, int bps, BigInteger contribution) => new(
        "contribution",
        $"floor(value x {name} / 10^4)",
        $"floor({ExactText.Integer(share.Base)} x {bps} / 10^4)",
        _money.Amount(contribution),
        _money.Unit,
        "down, against the account");

    private string Tokens(BigInteger amount) => $"{ExactText.Integer(amount)} ({ExactText.Decimal(amount, _terms.SizeExponent)})";
}
