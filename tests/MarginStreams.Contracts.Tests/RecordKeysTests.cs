namespace MarginStreams.Contracts.Tests;

/// <summary>Every record has its key, as the table of topics says.</summary>
public sealed class RecordKeysTests
{
    public static TheoryData<object, string> Keys() => new()
    {
        { new Venue { Id = "v1" }, "v1" },
        { new Instrument { Id = "BTC-PERP" }, "BTC-PERP" },
        { new Position { Account = "v1:0xab", Instrument = "BTC-PERP" }, "v1:0xab/BTC-PERP" },
        { new Account { Id = "v1:0xab" }, "v1:0xab" },
        { new Progress { Venue = "v1", Partition = 3 }, "!progress/v1/3" },
        { new Observation { Feed = "BTC" }, "BTC" },
        { new Command { Target = "v1" }, "v1" },
        { new Frame { Number = 1234567 }, "1234567" },
        { new LiquidationTrigger { Account = "v1:0xab" }, "v1:0xab" },
        { new OpenLiquidation { Account = "v1:0xab" }, "v1:0xab" },
        { new AccountStatus { Account = "v1:0xab" }, "v1:0xab" },
        { new VenueRisk { Venue = "v1", Partition = 2 }, "v1/2" },
        { new MarketRisk { Instrument = "BTC-PERP", Partition = 2 }, "BTC-PERP/2" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Of_Record_ItsKey(object record, string key) => Assert.Equal(key, RecordKeys.Of(record));

    [Fact]
    public void Of_EveryRecordType_IsKnown() => Assert.All(RecordCodecs.All, codec => RecordKeys.Of(Activator.CreateInstance(codec.RecordType)!));

    [Fact]
    public void Of_Anything_IsRefused() => Assert.Throws<ArgumentException>(() => RecordKeys.Of("text"));
}
