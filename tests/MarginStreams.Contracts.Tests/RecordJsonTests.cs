using System.Buffers;
using System.Text.Json;
using Avro;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>Records as JSON: nothing is lost there and back, whatever order and spelling a person chose, and defaults fill what is left out.</summary>
public sealed class RecordJsonTests
{
    public static TheoryData<string> Records() => [.. RecordCodecs.All.Select(codec => codec.Schema.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void ToAvro_OfWrittenJson_SameBytes(string name)
    {
        Schema schema = GenericAvro.SchemaOf(name);
        RecordSchema own = RecordCodecs.ByName(name).Schema;
        AvroGen.Of(schema).Sample(value =>
        {
            byte[] avro = GenericAvro.Write(schema, value);
            string json = ToJson(own, avro);
            Assert.Equal(avro, ToAvro(own, json));
            Assert.Equal(json, ToJson(own, ToAvro(own, json)));
        });
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void ToAvro_FieldsInReverse_SameBytes(string name)
    {
        Schema schema = GenericAvro.SchemaOf(name);
        RecordSchema own = RecordCodecs.ByName(name).Schema;
        AvroGen.Of(schema).Sample(
            value =>
            {
                byte[] avro = GenericAvro.Write(schema, value);
                using JsonDocument document = JsonDocument.Parse(ToJson(own, avro));
                IEnumerable<string> fields = document.RootElement.EnumerateObject().Reverse().Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}");
                Assert.Equal(avro, ToAvro(own, $"{{{string.Join(",", fields)}}}"));
            },
            iter: 20);
    }

    [Fact]
    public void Write_Position_IsAsDocumented()
    {
        var position = new Position
        {
            Account = "v1:0xab",
            Instrument = "BTC-PERP",
            Size = -Amounts.Largest,
            Cost = 5,
            Attributes = new Dictionary<string, System.Numerics.BigInteger> { ["flags"] = 3 },
            Cause = PositionCause.Trade,
            Chain = new ChainPosition { ChainId = 1, BlockNumber = 17, BlockHash = "0x01", LogIndex = 2, TxHash = "0x02", Finality = Finality.Safe },
            RemainingInBlock = 1,
        };
        string digits = new('9', 76);
        Assert.Equal(
            "{\"account\":\"v1:0xab\",\"instrument\":\"BTC-PERP\",\"size\":\"-" + digits + "\",\"cost\":\"5\",\"settledIndex\":\"0\","
            + "\"attributes\":{\"flags\":\"3\"},\"cause\":\"Trade\",\"chain\":{\"chainId\":1,\"blockNumber\":17,\"blockHash\":\"0x01\",\"logIndex\":2,"
            + "\"txHash\":\"0x02\",\"finality\":\"Safe\"},\"remainingInBlock\":1}",
            ToJson(RecordCodecs.Position.Schema, RecordCodecs.Position.Encode(position)));
    }

    [Fact]
    public void Write_BytesAndAbsentValues_AreBase64AndNull()
    {
        var seen = new Observation { Feed = "BTC", Source = "s", Value = 1, Proof = [1, 2, 255] };
        Assert.Equal(
            """{"feed":"BTC","source":"s","round":"0","name":"Price","value":"1","low":null,"high":null,"confidence":null,"""
            + "\"vector\":[],\"publishedAtMs\":0,\"chain\":null,\"proof\":\"AQL/\"}",
            ToJson(RecordCodecs.Observation.Schema, RecordCodecs.Observation.Encode(seen)));
    }

    [Fact]
    public void ToAvro_OptionalFieldsLeftOut_TakeTheirDefaults()
    {
        byte[] avro = ToAvro(RecordCodecs.Instrument.Schema, """{"instrument":"I","venue":"v","kind":"Perpetual","sizeExponent":-8,"priceExponent":-2}""");
        var expected = new Instrument { Id = "I", Venue = "v", Kind = InstrumentKind.Perpetual, SizeExponent = -8, PriceExponent = -2 };
        Assert.Equal(RecordCodecs.Instrument.Encode(expected), avro);
    }

    [Theory]
    [InlineData("\"0\"", "0")]
    [InlineData("\"-0\"", "0")]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("\"007\"", "7")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("\"9223372036854775808\"", "9223372036854775808")]
    [InlineData("\"-170141183460469231731687303715884105729\"", "-170141183460469231731687303715884105729")]
    public void ToAvro_Amount_IsExact(string json, string expected)
    {
        byte[] avro = ToAvro(RecordCodecs.Position.Schema, $$"""{"account":"a","instrument":"i","size":{{json}}}""");
        Assert.Equal(expected, RecordCodecs.Position.Decode(avro).Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void ToAvro_EscapedText_IsUnescaped()
    {
        byte[] avro = ToAvro(RecordCodecs.Position.Schema, """{"\u0061ccount":"\u00e9\ud83d\ude00","instrument":"\"\\","size":"1"}""");
        Position position = RecordCodecs.Position.Decode(avro);
        Assert.Equal("é😀", position.Account);
        Assert.Equal("\"\\", position.Instrument);
    }

    internal static byte[] ToAvro(RecordSchema schema, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return RecordJson.ToAvro(schema, document.RootElement);
    }

    internal static string ToJson(RecordSchema schema, ReadOnlySpan<byte> avro)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            RecordJson.Write(writer, schema, avro);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
