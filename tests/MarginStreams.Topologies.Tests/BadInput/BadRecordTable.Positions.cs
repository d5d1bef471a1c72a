using MarginStreams.Contracts;

namespace MarginStreams.Topologies.Tests;

/// <summary>What can be wrong with a record of the topic of positions.</summary>
public static partial class BadRecordTable
{
    private const string Bad = "v:bad";
    private static readonly Position Good = SmallMarket.Position(Bad, "USD", 5);
    private static readonly int BadsOther = 1 - PipelineWorld.PartitionOf(Bad);

    public static TheoryData<BadRecord> Positions() => [.. PositionRecords()];

    private static BadRecord[] PositionRecords() =>
    [
        new("no bytes", "EmptyValue", "a tombstone is null", make => make.Of(Good, spoil: _ => [])),
        new("text in place of bytes", "MagicByteUnknown", "zero byte", make => make.Of(Good, spoil: _ => "{\"size\":1}"u8.ToArray())),
        new("fewer bytes than a header", "MagicByteUnknown", "zero byte", make => make.Of(Good, spoil: value => value[..4])),
        new("schema id that nobody gave", "SchemaUnknown", "123456", make => make.Of(Good, spoil: value => BadRecords.WithSchemaId(value, 123_456))),
        new("truncated", "Malformed", "", make => make.Of(Good, spoil: value => value[..^3])),
        new("header alone", "Malformed", "", make => make.Of(Good, spoil: value => value[..5])),
        new("bytes of another schema", "TrailingBytes", "", make => make.Of(Good, spoil: value =>
            BadRecords.WithSchemaId(value, LocalSchemaIds.IdOf(RecordCodecs.Account.Schema, 1)))),
        new("bytes behind the record", "TrailingBytes", "1 bytes follow", make => make.Of(Good, spoil: value => [.. value, 0])),
        new("amount of 77 digits", "AmountTooLong", "76 digits", make => make.Of(Good, spoil: BadRecords.WithSizeOf77Digits)),
        new("more bytes than a record may have", "RecordTooLarge", "at most 262144 bytes", make =>
            make.Of(Good with { Chain = new() { BlockHash = new string('0', 262_144) } })),
        new("key with more bytes than a record may have", "RecordTooLarge", "at most 262144 bytes", make =>
            make.Raw(make.Topics.Positions, 0, new byte[262_145], null)),
        new("timestamp missing", "TimestampInvalid", "it is -1", make => make.Of(Good) with { TimestampMs = -1 }),
        new("key missing", "KeyMissing", "stands under a key", make => make.Of(Good) with { Key = null }),
        new("key empty", "KeyMissing", "stands under a key", make => make.Of(Good) with { Key = [] }),
        new("tombstone without a key", "KeyMissing", "stands under a key", make => make.Raw(make.Topics.Positions, 0, null, null)),
        new("key not UTF-8", "KeyInvalid", "UTF-8", make => make.Of(Good) with { Key = [0x76, 0x3A, 0xFF] }),
        new("key of another account", "KeyMismatch", "expected the key v:bad/USD, but it is v:bax/USD", make => make.Of(Good, key: "v:bax/USD")),
        new("key of another instrument", "KeyMismatch", "expected the key v:bad/USD, but it is v:bad/EUR", make => make.Of(Good, key: "v:bad/EUR")),
        new("key without its slash", "KeyMismatch", "expected the key v:bad/USD, but it is v:bad_USD", make => make.Of(Good, key: "v:bad_USD")),
        new("account under the key of a position", "KeyMismatch", "expected the key v:bad,", make => make.Of(new Account { Id = Bad }, key: "v:bad/USD")),
        new("a price among the positions", "UnexpectedRecord", "a Observation does not belong into margin.positions", make =>
            make.Of(SmallMarket.Price(1), topic: make.Topics.Positions)),
        new("a venue among the positions", "UnexpectedRecord", "a Venue does not belong", make => make.Of(SmallMarket.Venue, topic: make.Topics.Positions)),
        new("position in another partition", "WrongPartition", $"belongs into partition {1 - BadsOther} of 2, but it is in {BadsOther}", make =>
            make.Of(Good, partition: BadsOther)),
        new("account in another partition", "WrongPartition", $"belongs into partition {1 - BadsOther} of 2", make =>
            make.Of(new Account { Id = Bad }, partition: BadsOther)),
        new("tombstone in another partition", "WrongPartition", $"belongs into partition {1 - BadsOther} of 2", make =>
            make.Tombstone(make.Topics.Positions, "v:bad/USD") with { Partition = BadsOther }),
        new("progress in another partition", "WrongPartition", "progress of v belongs into partition 1", make =>
            make.Of(new Progress { Venue = "v", Partition = 1 }, partition: 0)),
        new("account without a venue", "AccountIdInvalid", "expected an account id venue:rest, but it is nowhere", make =>
            make.Of(SmallMarket.Position("nowhere", "USD", 5))),
        new("account with an empty venue", "AccountIdInvalid", "but it is :a", make => make.Of(new Account { Id = ":a" })),
        new("tombstone of an account without a venue", "AccountIdInvalid", "nowhere", make => make.Tombstone(make.Topics.Positions, "nowhere")),
        new("account with a slash", "NameInvalid", "account", make => make.Of(SmallMarket.Position("v:a/b", "USD", 5))),
        new("instrument with a slash", "NameInvalid", "instrument", make => make.Of(SmallMarket.Position(Bad, "U/SD", 5))),
        new("instrument without a name", "NameInvalid", "instrument", make => make.Of(SmallMarket.Position(Bad, "", 5))),
        new("tombstone with two slashes", "NameInvalid", "instrument", make => make.Tombstone(make.Topics.Positions, "v:bad/U/SD")),
        new("tombstone without an account", "NameInvalid", "account", make => make.Tombstone(make.Topics.Positions, "/USD")),
        new("progress of no venue", "NameInvalid", "venue", make => make.Of(new Progress { Venue = "v:a" })),
        new("attribute of a position", "UnknownAttribute", "there is openOrders", make =>
            make.Of(Good with { Attributes = SmallMarket.Amounts(("zeal", 1), ("openOrders", 2)) })),
        new("attribute of an account", "UnknownAttribute", "that the rule set linear knows (none), but there is eMode", make =>
            make.Of(new Account { Id = Bad, Attributes = SmallMarket.Amounts(("eMode", 0)) })),
        new("records remaining below zero", "RemainingNegative", "must not be negative", make => make.Of(Good with { RemainingInBlock = -1 })),
        new("account's records remaining below zero", "RemainingNegative", "must not be negative", make =>
            make.Of(new Account { Id = Bad, RemainingInBlock = int.MinValue })),
        new("instrument of another venue", "VenueMismatch", "account v:bad cannot hold EUR, which belongs to venue w", make =>
            make.Of(SmallMarket.Position(Bad, "EUR", 5))),
        new("deposit below zero", "SideMismatch", "v:bad must hold ETH with the sign of its side, Deposit", make =>
            make.Of(SmallMarket.Position(Bad, "ETH", -1))),
        new("debt above zero", "SideMismatch", "v:bad must hold DAI with the sign of its side, Debt", make => make.Of(SmallMarket.Position(Bad, "DAI", 1))),
    ];
}
