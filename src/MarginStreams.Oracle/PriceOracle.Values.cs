using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Oracle;

/// <content>Market values of an instrument at a time, from what was observed last.</content>
public sealed partial class PriceOracle
{
    /// <summary>Whether any venue accrues interest: else nothing moves without an observation.</summary>
    private bool _accrues;

    private MarketValues Values(OracleInstrument instrument, long atMs)
    {
        VenueState venue = _venues[instrument.Terms.Venue];
        MarketValues values = MarketValues.None with
        {
            FundingIndex = Observed(instrument, OracleQuantity.FundingIndex)?.Value ?? BigInteger.Zero,
            DepositIndex = Interest(instrument, OracleQuantity.DepositIndex, venue, atMs),
            BorrowIndex = Interest(instrument, OracleQuantity.BorrowIndex, venue, atMs),
        };
        if (Last(instrument.PriceFeed, OracleQuantity.Price) is not { } price)
        {
            return values;
        }

        (BigInteger low, BigInteger high) = OraclePolicy.Band(price, instrument.Policy);
        return values with { Price = price.Value, PriceLow = low, PriceHigh = high };
    }

    /// <summary>An interest index at a time: as it was observed, grown by its rate for the whole seconds since then, half up; never back in time.</summary>
    private BigInteger Interest(OracleInstrument instrument, OracleQuantity quantity, VenueState venue, long atMs)
    {
        BigInteger one = venue.Rules.IndexOne;
        if (Observed(instrument, quantity) is not { } seen)
        {
            return one;
        }

        if (venue.Accrual == InterestAccrual.None || seen.Rate.IsZero || atMs <= seen.AsOfMs)
        {
            return seen.Value;
        }

        long seconds = (atMs - seen.AsOfMs) / 1_000;
        BigInteger growth = venue.Accrual == InterestAccrual.Compounded && quantity == OracleQuantity.BorrowIndex
            ? InterestMath.Compounded(seen.Rate, seconds, one)
            : InterestMath.Linear(seen.Rate, seconds, one);
        return InterestMath.Grown(seen.Value, growth, one);
    }

    /// <summary>The last observation on the first of an instrument's feeds that ever had one.</summary>
    private OracleObservation? Observed(OracleInstrument instrument, OracleQuantity quantity)
    {
        foreach (string feed in instrument.Feeds)
        {
            if (Last(feed, quantity) is { } seen)
            {
                return seen;
            }
        }

        return null;
    }

    private OracleObservation? Last(string? feed, OracleQuantity quantity) =>
        feed is not null && _feeds.TryGetValue(feed, out FeedState? state) ? state.Last(quantity) : null;

    private sealed record VenueState(VenueRules Rules, InterestAccrual Accrual);
}
