using System.Numerics;

namespace MarginStreams.Oracle.Tests;

/// <summary>Which observations are taken, and which are refused and why.</summary>
public sealed class ObservationTests
{
    public static TheoryData<string, OracleReject> Cases() => new()
    {
        { "Price 1", OracleReject.None },
        { "Price 0", OracleReject.NotPositive },
        { "Price -1", OracleReject.NotPositive },
        { "DepositIndex 0", OracleReject.NotPositive },
        { "BorrowIndex -5", OracleReject.NotPositive },
        { "FundingIndex 0", OracleReject.None },
        { "FundingIndex -5", OracleReject.None },
        { "Price 10 low=10 high=10", OracleReject.None },
        { "Price 10 low=0", OracleReject.None },
        { "Price 10 low=11", OracleReject.PriceBandInverted },
        { "Price 10 high=9", OracleReject.PriceBandInverted },
        { "Price 10 low=-1", OracleReject.PriceBandInverted },
        { "Price 10 confidence=0", OracleReject.None },
        { "Price 10 confidence=-1", OracleReject.PriceBandInverted },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Observation_IsTakenOrRefused(string text, OracleReject expected)
    {
        string[] words = text.Split(' ');
        Dictionary<string, BigInteger> options = words.Skip(2).Select(word => word.Split('='))
            .ToDictionary(pair => pair[0], pair => BigInteger.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
        var value = BigInteger.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        OracleObservation seen = OracleTerms.Seen("f", Enum.Parse<OracleQuantity>(words[0]), value) with
        {
            Low = Option("low"),
            High = Option("high"),
            Confidence = Option("confidence"),
        };
        OracleRun run = new OracleRun().At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f")).Close().At(1, seen).Close();
        Assert.Equal(expected == OracleReject.None ? [] : [expected], run.Refused);
        Assert.Equal(expected == OracleReject.None ? 2 : 1, run.Frames.Count);

        BigInteger? Option(string name) => options.TryGetValue(name, out BigInteger option) ? option : null;
    }

    [Fact]
    public void Apply_PublishedBeforeTheLastOfItsSource_IsOutOfOrder()
    {
        OracleRun run = new OracleRun().At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f")).Close().At(
            1,
            OracleTerms.Price("f", 1, publishedAtMs: 100),
            OracleTerms.Price("f", 2, publishedAtMs: 99),
            OracleTerms.Price("f", 3, publishedAtMs: 100),
            OracleTerms.Price("f", 4, publishedAtMs: 50, source: "other"),
            OracleTerms.Seen("f", OracleQuantity.BorrowIndex, 5, publishedAtMs: 40),
            OracleTerms.Price("other feed", 6, publishedAtMs: 1));
        Assert.Equal([OracleReject.OutOfOrder], run.Refused);
        Assert.Equal(4, (int)run.Close().Last.Instruments.Single().Values.Price!.Value);
    }

    /// <summary>A source that stops to say when it published starts anew: a changelog keeps no more than its latest record.</summary>
    [Fact]
    public void Apply_PublicationNotSaid_ForgetsTheFormerOne()
    {
        OracleRun run = new OracleRun().At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f")).At(
            1, OracleTerms.Price("f", 1, publishedAtMs: 100), OracleTerms.Price("f", 2), OracleTerms.Price("f", 3, publishedAtMs: 50));
        Assert.Empty(run.Refused);
    }

    [Fact]
    public void Apply_RefusedObservation_LeavesTheFormerPriceAndItsOrder()
    {
        OracleRun run = new OracleRun().At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f")).At(
            1, OracleTerms.Price("f", 1, publishedAtMs: 100), OracleTerms.Price("f", 0, publishedAtMs: 900), OracleTerms.Price("f", 2, publishedAtMs: 200));
        Assert.Equal([OracleReject.NotPositive], run.Refused);
        Assert.Equal(2, (int)run.Close().Last.Instruments.Single().Values.Price!.Value);
    }

    [Fact]
    public void Apply_FeedSeenBeforeItsInstrument_IsKept()
    {
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Price("f", 5), OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f")).Close();
        Assert.Equal(5, (int)run.Last.Instruments.Single().Values.Price!.Value);
    }

    [Fact]
    public void Apply_IndexOnAnotherFeedThanThePrice_IsTheInstruments()
    {
        OracleRun run = new OracleRun().At(
            0,
            OracleTerms.Venue("v"),
            OracleTerms.Asset("A", "v", "price", "rates"),
            OracleTerms.Price("rates", 5),
            OracleTerms.Seen("rates", OracleQuantity.DepositIndex, 7)).Close();
        Assert.Equal((null, 7), (run.Last.Instruments.Single().Values.Price, (int)run.Last.Instruments.Single().Values.DepositIndex));
    }
}
