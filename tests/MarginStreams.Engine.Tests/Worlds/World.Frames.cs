using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>The market side: small moves, jumps, halts, and prices that put an account exactly on one of its lines.</content>
internal sealed partial class World
{
    private MarketFrame Frame(bool complete)
    {
        _frame += _numbers.Chance(15) ? _random.Next(1, 4) : 1;
        _timeMs += _numbers.Chance(200) ? long.MaxValue / 4 : _random.Next(0, 2000);
        var venues = new List<VenueChange>();
        foreach (string venue in WorldTerms.Venues)
        {
            if (complete || _numbers.Chance(6))
            {
                long block = _blocks[venue] = _blocks.GetValueOrDefault(venue) + (_numbers.Chance(3) ? 0 : _random.Next(0, 3));
                VenueTerms? terms = complete || _numbers.Chance(4) ? _terms.Venue(venue) : null;
                venues.Add(new(venue, terms, block));
                _venues[venue] = terms ?? _venues.GetValueOrDefault(venue)!;
            }
        }

        string aimed = complete || !_numbers.Chance(3) ? "" : OneOf(WorldTerms.Instruments);
        string crashed = complete || !_numbers.Chance(20) ? "" : OneOf(WorldTerms.Venues);
        var instruments = new List<InstrumentChange>();
        foreach (string instrument in WorldTerms.Instruments)
        {
            bool isCrashed = WorldTerms.VenueOf(instrument) == crashed;
            bool isStale = _terms.IsStale(instrument);
            if (complete || _numbers.Chance(4) || isStale || isCrashed || instrument == aimed)
            {
                MarketValues former = _values.GetValueOrDefault(instrument, MarketValues.None with
                {
                    DepositIndex = One(instrument),
                    BorrowIndex = One(instrument),
                });
                MarketValues values = _values[instrument] = isCrashed ? Jumped(former)
                    : instrument == aimed && OnALine(instrument, former) is { } exact ? exact
                    : Values(instrument, former);
                instruments.Add(new(instrument, complete || isStale || _numbers.Chance(15) ? _terms.Instrument(instrument) : null, values));
            }
        }

        return new(_frame, _timeMs, venues, instruments);
    }

    private MarketValues Values(string instrument, MarketValues former)
    {
        MarketValues values = former with
        {
            FundingIndex = _numbers.Chance(3) ? _numbers.Funding() : former.FundingIndex,
            DepositIndex = _numbers.Chance(3) ? Index(instrument) : former.DepositIndex,
            BorrowIndex = _numbers.Chance(3) ? Index(instrument) : former.BorrowIndex,
        };
        if (_numbers.Chance(10))
        {
            return values with { Price = null, PriceLow = null, PriceHigh = null };
        }

        if (_numbers.Chance(12))
        {
            return Jumped(values);
        }

        BigInteger price = _numbers.Chance(40) ? _numbers.ExtremePrice()
            : former.Price is { } last && _numbers.Chance(2) ? BigInteger.Max(1, last + _random.Next(-2, 3))
            : _numbers.Price();
        bool banded = _numbers.Chance(3);
        return values with
        {
            Price = price,
            PriceLow = banded ? price - _random.Next(0, (int)BigInteger.Min(3, price + 1)) : price,
            PriceHigh = banded ? price + _random.Next(0, 3) : price,
        };
    }

    private BigInteger Index(string instrument) => _numbers.Index() * (One(instrument) / MarketValues.IndexOne);

    private static BigInteger One(string instrument) => BigInteger.Pow(10, WorldTerms.IsRay(instrument) ? 27 : 18);

    /// <summary>99 % down, 99 % back up, or a tenth of it.</summary>
    private MarketValues Jumped(MarketValues former)
    {
        BigInteger last = former.Price ?? _numbers.Price();
        BigInteger price = _random.Next(4) switch { 0 => last / 100, 1 => last * 100, 2 => last * 9 / 10, _ => last * 11 / 10 };
        return At(former, BigInteger.Max(1, price));
    }

    /// <summary>The price, or the one beside it, at which the answer about one of the holders changes; null where none does.</summary>
    private MarketValues? OnALine(string instrument, MarketValues former)
    {
        string[] holders = [.. _known.Accounts().Where(one => one.Holdings.Any(held => held.Key == instrument)).Select(one => one.Account)];
        BigInteger last = former.Price ?? _numbers.Price();
        if (holders.Length == 0)
        {
            return null;
        }

        string holder = OneOf(holders);
        Func<Assessment, bool> asks = SomeLine(holder);
        return Boundary.LastBefore(1, (last * 8) + 8, price => _known.AssessAt(holder, instrument, price) is { } figures && asks(figures)) is { } edge
            ? At(former, BigInteger.Max(1, edge + _random.Next(-1, 3)))
            : null;
    }

    private static MarketValues At(MarketValues values, BigInteger price) => values with { Price = price, PriceLow = price, PriceHigh = price };
}
