using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Topologies.Tests;

/// <summary>What a venue says of its warning lines reaches the engine, and what the engine says of an account's line reaches the wire.</summary>
public sealed class TermsMappingTests
{
    [Fact]
    public void ToTerms_WarningLines_ArePassedOn()
    {
        VenueTerms terms = TermsMapping.ToTerms(SmallMarket.Venue with { Bands = [1_500_000, 1_100_000], BandHysteresisPpm = 7 });
        Assert.Equal([1_500_000, 1_100_000], terms.Bands);
        Assert.Equal(7, terms.BandHysteresisPpm);
        Assert.Equal(20_000, TermsMapping.ToTerms(SmallMarket.Venue).BandHysteresisPpm);
    }

    [Fact]
    public void ToStatus_WarningLine_IsPassedOn()
    {
        var change = new StatusChange("v:a", Engine.AccountBand.Healthy, 1_250_000, 1, 2, 3, null, "");
        AccountStatus status = TriggerMapping.ToStatus(change, new MarketView(), new PositionPlaces(0, PositionPartitioning.Direct));
        Assert.Equal((Contracts.AccountBand.Healthy, 1_250_000L), (status.Band, status.WarningPpm));
    }
}
