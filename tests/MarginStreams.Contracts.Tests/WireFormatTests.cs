using System.Buffers.Binary;

namespace MarginStreams.Contracts.Tests;

/// <summary>Values on the wire: a zero byte, the schema's id, Avro binary; everything else is refused by name.</summary>
public sealed class WireFormatTests
{
    private readonly WireFormat _wire = new(new LocalSchemaIds());

    [Fact]
    public void Serialize_Position_HeaderThenAvro()
    {
        var position = new Position { Account = "v1:a", Instrument = "I", Size = -3 };
        byte[] value = _wire.Serialize("positions", RecordCodecs.Position, position);
        Assert.Equal(0, value[0]);
        Assert.Equal(0x4D530103, BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(1)));
        Assert.Equal(RecordCodecs.Position.Encode(position), value[5..]);
        Assert.Equal(value, _wire.Wrap("positions", RecordCodecs.Position.Schema, value.AsSpan(5)));
        Assert.Equal(Picture.Of(position), Picture.Of(_wire.Deserialize("positions", value)));
    }

    [Fact]
    public void Deserialize_RecordsOfOneTopic_AreToldApart()
    {
        object[] records =
        [
            _wire.Deserialize("positions", _wire.Serialize("positions", RecordCodecs.Position, new Position())),
            _wire.Deserialize("positions", _wire.Serialize("positions", RecordCodecs.Account, new Account())),
            _wire.Deserialize("positions", _wire.Serialize("positions", RecordCodecs.Progress, new Progress())),
        ];
        Assert.Equal([typeof(Position), typeof(Account), typeof(Progress)], records.Select(record => record.GetType()));
    }

    [Theory]
    [InlineData("", WireError.EmptyValue)]
    [InlineData("00", WireError.MagicByteUnknown)]
    [InlineData("004D5301", WireError.MagicByteUnknown)]
    [InlineData("014D53010300", WireError.MagicByteUnknown)]
    [InlineData("7B7D7B7D7B7D", WireError.MagicByteUnknown)]
    [InlineData("0000000001", WireError.SchemaUnknown)]
    [InlineData("004D530003", WireError.SchemaUnknown)]
    [InlineData("004D53FF03", WireError.SchemaUnknown)]
    [InlineData("004D530100", WireError.SchemaUnknown)]
    [InlineData("004D53017F", WireError.SchemaUnknown)]
    [InlineData("00FFFFFFFF", WireError.SchemaUnknown)]
    [InlineData("004D530103", WireError.Malformed)]
    public void Deserialize_NotAValue_IsRefusedByName(string value, WireError expected)
    {
        var refused = Assert.Throws<WireFormatException>(() => _wire.Deserialize("positions", Convert.FromHexString(value)));
        Assert.Equal(expected, refused.Error);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void Deserialize_BytesBehindTheRecord_AreRefused()
    {
        byte[] value = [.. _wire.Serialize("positions", RecordCodecs.Account, new Account()), 7];
        Assert.Equal(WireError.TrailingBytes, Assert.Throws<WireFormatException>(() => _wire.Deserialize("positions", value)).Error);
    }

    [Fact]
    public void Serialize_BlockedListsOfOtherWriters_AreRead()
    {
        // [1, 2] as two blocks, the first with its size in bytes, as Java's blocking encoder writes.
        byte[] head = RecordCodecs.Observation.Encode(new Observation { Feed = "f", Source = "s", Value = 1 });
        byte[] plain = RecordCodecs.Observation.Encode(new Observation { Feed = "f", Source = "s", Value = 1, Vector = [1, 2] });
        int at = head.Zip(plain).TakeWhile(pair => pair.First == pair.Second).Count();
        byte[] blocked = [.. head[..at], 0x01, 0x04, 0x02, 0x01, 0x02, 0x02, 0x02, .. head[at..]];
        Assert.Equal([1, 2], RecordCodecs.Observation.Decode(blocked).Vector);
    }

    [Fact]
    public void LocalIds_EverySchema_OneEachAndBack()
    {
        var ids = new LocalSchemaIds();
        Assert.Equal(RecordCodecs.All.Count, RecordCodecs.All.Select(codec => ids.IdOf("any", codec.Schema)).Distinct().Count());
        Assert.All(RecordCodecs.All, codec => Assert.Equal(codec.Schema.Json, ids.SchemaOf(ids.IdOf("any", codec.Schema))));
    }

    [Fact]
    public void Encode_HalfASurrogatePair_IsRefused() =>
        Assert.Equal(
            WireError.Malformed,
            Assert.Throws<WireFormatException>(() => RecordCodecs.Account.Encode(new Account { Id = "\ud800" })).Error);

    [Fact]
    public void Encode_EnumBeyondItsSymbols_IsRefused() =>
        Assert.Throws<WireFormatException>(() => RecordCodecs.Command.Encode(new Command { Kind = (CommandKind)99 }));
}
