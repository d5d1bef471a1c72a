using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>The views of an instrument's risk, compared: what is exact exactly, what is an estimate within what it can be.</summary>
internal static class Ladder
{
    /// <summary>Around a price: far below, beside it, far above.</summary>
    public static BigInteger[] Prices(BigInteger price) =>
        [.. new[] { price / 100, price / 2, price - 1, price, price + 1, price * 2, price * 100 }.Select(one => BigInteger.Max(1, one))];

    public static IEnumerable<string> Exact(MarketRiskView view) =>
        [
            $"{view.Instrument} long {view.LongSize} short {view.ShortSize}",
            .. view.Steps.Select(step => $"at {step.Price} isolated {step.IsolatedNotional}"),
        ];

    /// <summary>
    /// Why an estimate cannot be: below zero, or above all there is of accounts that could count. Whether it is near is asked of all worlds together.
    /// </summary>
    public static string? Implausible(MarketRiskView view, MarketRiskView exact, List<AccountState> states, WorldMirror market)
    {
        InstrumentTerms terms = market.TermsOf(view.Instrument)!;
        VenueTerms venue = market.VenueOf(terms.Venue)!;
        Rational scale = Rational.Of(terms.Multiplier) * Rational.PowerOfTen(terms.SizeExponent + terms.PriceExponent - venue.NumeraireExponent);
        AccountState[] holders = [.. states.Where(state => state is { Band: AccountBand.Healthy, Await: null } && IsCross(state))];
        for (int i = 0; i < view.Steps.Count; i++)
        {
            RiskStep step = view.Steps[i];
            BigInteger most = 0;
            foreach (AccountState state in holders)
            {
                BigInteger size = BigInteger.Abs(state.Holdings.Single(held => held.Key == view.Instrument).Value.Size);
                most += size * step.Price * scale.Numerator / scale.Denominator;
            }

            if (step.CrossNotionalEstimate < 0 || step.CrossNotionalEstimate > most)
            {
                return $"the estimate at {step.Price} of {view.Instrument} is {step.CrossNotionalEstimate}, "
                    + $"exact {exact.Steps[i].CrossNotionalEstimate}, all {most}";
            }
        }

        return null;

        bool IsCross(AccountState state) => state.Holdings.Any(held => held.Key == view.Instrument)
            && state.Holdings.Any(held => held.Key != view.Instrument && market.TermsOf(held.Key) is not { HasFeed: false });
    }
}
