using MarginStreams.Risk;

namespace MarginStreams.Oracle.Tests;

/// <summary>When a frame ends, what it is called and what it holds.</summary>
public sealed class FrameTests
{
    private static OracleRun Market(OracleOptions options) =>
        new OracleRun(options).At(1000, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "fa"), OracleTerms.Asset("B", "v", "fb")).Close();

    [Fact]
    public void Advance_RecordAtTheInterval_BelongsToTheNextFrame()
    {
        OracleRun run = Market(new() { FrameIntervalMs = 20 })
            .At(2000, OracleTerms.Price("fa", 1))
            .At(2019, OracleTerms.Price("fa", 2))
            .At(2020, OracleTerms.Price("fa", 3))
            .Close();
        Assert.Equal([(0, 1000), (1, 2019), (2, 2020)], run.Frames.Select(frame => (frame.Number, frame.StreamTimeMs)));
        Assert.Equal([2, 3], run.Frames.Skip(1).Select(frame => (int)frame.Instruments.Single().Values.Price!.Value));
    }

    [Fact]
    public void Advance_NothingChanged_ClosesNothing()
    {
        OracleRun run = Market(new()).At(5000, OracleTerms.Price("fa", 0)).At(9000, OracleTerms.Price("unused", 5)).Close();
        Assert.Single(run.Frames);
        Assert.Equal([OracleReject.NotPositive], run.Refused);
    }

    [Fact]
    public void Advance_TimeGoesBack_StreamTimeDoesNot()
    {
        OracleRun run = Market(new())
            .At(3000, OracleTerms.Price("fa", 1)).Close()
            .At(-1, OracleTerms.Price("fa", 2)).Close()
            .At(2000, OracleTerms.Price("fa", 3)).Close();
        Assert.Equal([1000, 3000, 3000, 3000], run.Frames.Select(frame => frame.StreamTimeMs));
    }

    [Fact]
    public void Advance_LargestTimestamp_StopsNothing()
    {
        OracleRun run = Market(new())
            .At(long.MaxValue, OracleTerms.Price("fa", 1))
            .At(long.MaxValue, OracleTerms.Price("fa", 2))
            .At(long.MinValue, OracleTerms.Price("fa", 3))
            .Close();
        Assert.Equal(long.MaxValue, run.Last.StreamTimeMs);
        Assert.Equal(3, (int)run.Last.Instruments.Single().Values.Price!.Value);
    }

    [Fact]
    public void CloseIfFull_FrameMaxUpdates_Closes()
    {
        OracleRun run = Market(new() { FrameMaxUpdates = 3 })
            .At(2000, OracleTerms.Price("fa", 1), OracleTerms.Price("fa", 2), OracleTerms.Price("fb", 3), OracleTerms.Price("fb", 4)).Close();
        Assert.Equal([["A=2", "B=3"], ["B=4"]], run.Frames.Skip(1).Select(Prices));
    }

    [Fact]
    public void CloseIfFull_OneObservationOfManyInstruments_CountsEach()
    {
        OracleRun run = new OracleRun(new() { FrameMaxUpdates = 2 })
            .At(1000, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f"), OracleTerms.Asset("B", "v", "f"))
            .At(1001, OracleTerms.Price("f", 9));
        Assert.Equal([["A=9", "B=9"]], run.Frames.Skip(1).Select(Prices));
    }

    [Fact]
    public void Close_EveryNthFrame_IsAKeyframe()
    {
        OracleRun run = Market(new() { KeyframeEvery = 3 });
        for (int i = 1; i <= 7; i++)
        {
            run.At(1000 + i, OracleTerms.Price("fa", i)).Close();
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), run.Frames.Select(frame => frame.Number));
        Assert.Equal([0, 3, 6], run.Frames.Where(frame => frame.IsKeyframe).Select(frame => frame.Number));
        Assert.All(run.Frames, frame => Assert.Equal(frame.IsKeyframe ? ["A", "B"] : ["A"], frame.Instruments.Select(one => one.Instrument)));
        Assert.All(run.Frames, frame => Assert.Equal(frame.IsKeyframe, frame.Instruments.Single(one => one.Instrument == "A").HasTerms));
        Assert.All(run.Frames, frame => Assert.Equal(frame.IsKeyframe ? ["v"] : [], frame.Venues.Select(venue => venue.Venue)));
    }

    [Fact]
    public void Close_Block_IsTheHighestOfTheVenuesInstruments()
    {
        OracleRun run = Market(new())
            .At(2000, OracleTerms.Price("fa", 1, block: 50)).Close()
            .At(2001, OracleTerms.Price("fb", 1, block: 40)).Close()
            .At(2002, OracleTerms.Price("unused", 1, block: 90), OracleTerms.Price("fb", 2, block: 51)).Close();
        Assert.Equal(
            [[new OracleVenueEntry("v", HasTerms: false, 50)], [], [new OracleVenueEntry("v", HasTerms: false, 51)]],
            run.Frames.Skip(1).Select(frame => frame.Venues));
    }

    [Fact]
    public void Close_PriceEntry_SaysWhereItCameFrom()
    {
        OracleRun run = Market(new())
            .At(2000, OracleTerms.Price("fa", 5, publishedAtMs: 1990, offset: 11), OracleTerms.Seen("fa", OracleQuantity.FundingIndex, -3, offset: 12)).Close();
        OracleInstrumentEntry entry = run.Last.Instruments.Single();
        Assert.Equal((1990, new ObservationOrigin("s", 7, 0, 11)), (entry.PublishedAtMs, entry.Origin));
        Assert.Equal(MarketValues.None with { Price = 5, PriceLow = 5, PriceHigh = 5, FundingIndex = -3 }, entry.Values);
    }

    private static IEnumerable<string> Prices(OracleFrame frame) => frame.Instruments.Select(one => $"{one.Instrument}={one.Values.Price}");
}
