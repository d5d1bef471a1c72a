using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Ladders over thousands of accounts are those of a full scan: with brackets that bend the maintenance line, a gain that counts in part, prices with a band,
/// sizes of 64 bits and of more, on both sides, isolated and not.
/// </summary>
public sealed class LadderTests
{
    private const int Accounts = 3000;
    private const long Price = 50_000;
    private static readonly string[] Held = ["BTC", "DOGE", "ETH"];

    [Theory]
    [InlineData("bounds=0/1000000/20000000,initial=100000/200000/400000,maintenance=50000/100000/200000,gain=900000,fee=5000", 0)]
    [InlineData("bounds=0/1000000/20000000,initial=100000/200000/400000,maintenance=50000/100000/200000", 700)]
    [InlineData("", 0)]
    [InlineData("fee=1000", 300)]
    public void Risk_OfThousands_IsThatOfAFullScan(string terms, int band)
    {
        var (engine, reference) = (new MarginEngine(new(0)), new ReferenceEngine(new(0)));
        var effects = new RecordedEffects();
        foreach (IMarginEngine one in new IMarginEngine[] { engine, reference })
        {
            one.Apply(Frame(terms, band), effects);
            foreach (HoldingEvent holding in Holdings(new Random(band + terms.Length)))
            {
                Assert.Equal(RejectReason.None, one.Apply(holding, effects));
            }
        }

        BigInteger[] prices = [.. Enumerable.Range(-12, 25).Select(step => Price + (BigInteger)(step * 2500)), Price / 1000, Price * 9, Price];
        foreach (string instrument in Held.Append("USD"))
        {
            MarketRiskView ours = engine.Risk(instrument, prices)!, exact = reference.Risk(instrument, prices)!;
            Assert.Equal((exact.LongSize, exact.ShortSize), (ours.LongSize, ours.ShortSize));
            Assert.Equal(exact.Steps, ours.Steps);
            Assert.Equal(instrument != "USD", exact.Steps.Any(step => step.CrossNotionalEstimate > 0));
            Assert.Equal(instrument is "BTC" or "ETH", exact.Steps.Any(step => step.IsolatedNotional > 0));
        }

        // What bounds leave open is the few accounts that are on their line at a step, and those too long for bounds.
        Assert.InRange(engine.LadderExactCount, 1, engine.LadderHolderCount / 10);
    }

    [Fact]
    public void Risk_WithoutPrices_IsTheOpenInterest()
    {
        var engine = new MarginEngine(new(0));
        engine.Apply(Frame("gain=900000", 0), new RecordedEffects());
        foreach (HoldingEvent holding in Holdings(new Random(1)))
        {
            engine.Apply(holding, new RecordedEffects());
        }

        MarketRiskView view = engine.Risk("BTC", [])!;
        Assert.Empty(view.Steps);
        Assert.True(view.LongSize > 0 && view.ShortSize > 0);
    }

    private static MarketFrame Frame(string terms, int band)
    {
        var options = terms.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        InstrumentTerms perpetual = LedgerTerms.Instrument("BTC", "dex", options);
        MarketValues values = MarketValues.None with { Price = Price, PriceLow = Price - band, PriceHigh = Price + band, FundingIndex = 17 };
        return new(
            1,
            1000,
            [new("dex", LedgerTerms.Venue("dex", new Dictionary<string, string>()), 0)],
            [
                new("USD", LedgerTerms.Instrument("USD", "dex", new Dictionary<string, string>()), MarketValues.None),
                new("ETH", LedgerTerms.Instrument("ETH", "dex", new Dictionary<string, string>()), values),
                new("BTC", perpetual, values),
                new("DOGE", perpetual with { Id = "DOGE" }, values),
            ]);
    }

    /// <summary>A third hold BTC alone, a third DOGE as well, a third ETH, half of these beside BTC and half against debt. A few sizes are huge.</summary>
    private static IEnumerable<HoldingEvent> Holdings(Random random)
    {
        long offset = 0;
        for (int account = 0; account < Accounts; account++)
        {
            string id = $"dex:{account}";
            BigInteger magnitude = random.Next(1, 2000) * (account % 97 == 0 ? BigInteger.Pow(10, account % 2 == 0 ? 20 : 40) : 1);
            BigInteger size = random.Next(2) == 0 ? magnitude : -magnitude;
            BigInteger value = magnitude * Price, cash = value * 100 / random.Next(200, 3000);
            yield return Hold("BTC", account % 3 == 2 && account % 2 == 0 ? 0 : size, size * (Price + random.Next(-300, 300)));
            if (account % 3 == 1)
            {
                yield return Hold("DOGE", -size / 3, -size * (Price + random.Next(-300, 300)) / 3);
            }
            else if (account % 3 == 2)
            {
                yield return Hold("ETH", magnitude, 0);
                cash = account % 2 == 0 ? -value * random.Next(40, 78) / 100 : cash - (value * 7 / 10);
            }

            yield return Hold("USD", cash, 0);

            HoldingEvent Hold(string instrument, BigInteger size, BigInteger cost)
            {
                var holding = new Holding(size, size.IsZero ? 0 : cost, size.IsZero ? 0 : random.Next(20));
                return new(id, instrument, offset++, holding, HoldingCause.Unknown, BlockNumber: 0, RemainingInBlock: instrument == "USD" ? 0 : 1);
            }
        }
    }
}
