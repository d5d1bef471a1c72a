using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>What others write with their own version of a schema is read as ours, by Avro's rules; what cannot be is refused by name.</summary>
public sealed class SchemaResolutionTests
{
    private const int Foreign = 77;
    private const string Position = "Position";

    [Fact]
    public void Deserialize_WriterWithMoreFields_TheyAreSkipped()
    {
        const string Extra = """{"name":"extra","type":["null",{"type":"array","items":"double"}]}""";
        JsonObject schema = Change(Position, fields => fields.Insert(0, JsonNode.Parse(Extra)));
        AssertReads(schema, RecordCodecs.Position);
    }

    [Fact]
    public void Deserialize_WriterWithFewerFields_DefaultsFillThem()
    {
        JsonObject schema = Change("Instrument", fields => Remove(fields, "multiplier", "side", "tables", "option", "onChainId"));
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        var value = (Instrument)wire.Deserialize("instruments", Value(schema, GenericValue(schema)));
        Assert.Equal(1, value.Multiplier);
        Assert.Equal(InstrumentSide.Either, value.Side);
        Assert.Empty(value.Tables);
        Assert.Null(value.Option);
    }

    [Fact]
    public void Deserialize_SymbolThatWeDoNotKnow_IsUnknown()
    {
        JsonObject schema = Change("Command", fields => fields[0]!["type"]!["symbols"]!.AsArray().Add("Explode"));
        var avro = (RecordSchemaOfAvro)Schema.Parse(schema.ToJsonString());
        var record = new GenericRecord(avro);
        record.Add("kind", new GenericEnum((EnumSchema)avro["kind"].Schema, "Explode"));
        foreach (string text in (string[])["target", "reason", "issuedBy"])
        {
            record.Add(text, text);
        }

        record.Add("atMs", 5L);
        var command = (Command)new WireFormat(new OneSchema(schema.ToJsonString())).Deserialize("commands", Value(schema, record));
        Assert.Equal(CommandKind.Unknown, command.Kind);
        Assert.Equal("target", command.Target);
    }

    [Fact]
    public void Deserialize_FieldsInAnotherOrderAndNarrower_AreResolved()
    {
        JsonObject schema = Change("Progress", fields =>
        {
            JsonNode last = fields[4]!;
            fields.RemoveAt(4);
            fields.Insert(0, last);
            fields[3]!["type"] = "int";
        });
        AssertReads(schema, RecordCodecs.Progress);
    }

    [Fact]
    public void Deserialize_SameSchemaSpeltOtherwise_IsRead() =>
        AssertReads(Change(Position, fields => fields[0]!.AsObject().Remove("doc")), RecordCodecs.Position);

    [Theory]
    [InlineData("\"string\"", WireError.SchemaUnknown)]
    [InlineData("""{"type":"record","name":"Position","namespace":"other","fields":[]}""", WireError.SchemaUnknown)]
    [InlineData("""{"type":"record","name":"Position","namespace":"marginstreams","fields":[]}""", WireError.SchemaIncompatible)]
    [InlineData(
        """{"type":"record","name":"Progress","namespace":"marginstreams","fields":[{"name":"next","type":["null","Progress"]}]}""",
        WireError.SchemaIncompatible)]
    [InlineData("not a schema", WireError.SchemaIncompatible)]
    [InlineData("""{"type":"record"}""", WireError.SchemaIncompatible)]
    [InlineData("7", WireError.SchemaIncompatible)]
    public void Deserialize_WriterThatIsNotOurs_IsRefused(string schema, WireError expected)
    {
        var wire = new WireFormat(new OneSchema(schema));
        Assert.Equal(expected, Assert.Throws<WireFormatException>(() => wire.Deserialize("positions", [0, 0, 0, 0, Foreign, 0])).Error);
    }

    [Fact]
    public void Deserialize_AmountsOfAnotherScale_AreRefused()
    {
        JsonObject schema = Change(Position, fields => fields[2]!["type"]!["scale"] = 6);
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        var refused = Assert.Throws<WireFormatException>(() => wire.Deserialize("positions", [0, 0, 0, 0, Foreign, 0]));
        Assert.Equal(WireError.SchemaIncompatible, refused.Error);
        Assert.Contains("scale 6", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_AmountOfAStranger_IsHeldToOurDigits()
    {
        JsonObject schema = Change("VenueRisk", fields => fields.Add(JsonNode.Parse("""{"name":"extra","type":"int"}""")));
        var record = (GenericRecord)GenericValue(schema);
        record.Add("requirement", new AvroDecimal(Amounts.Largest + 1, 0));
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        Assert.Equal(WireError.AmountTooLong, Assert.Throws<WireFormatException>(() => wire.Deserialize("venue-risk", Value(schema, record))).Error);
    }

    [Fact]
    public void Deserialize_RandomBytesOfAStranger_RecordOrWireFormatException()
    {
        JsonObject schema = Change("Frame", fields => fields.Add(JsonNode.Parse("""{"name":"extra","type":{"type":"array","items":"null"}}""")));
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        Gen.Byte.Array[0, 100].Sample(
            bytes =>
            {
                try
                {
                    wire.Deserialize("frames", [0, 0, 0, 0, Foreign, .. bytes]);
                }
                catch (WireFormatException)
                {
                    // Refused, as it should be.
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Deserialize_ListOfMoreNothingsThanBytes_IsRefused()
    {
        // Items without bytes: nothing but their count could end the list.
        JsonObject schema = Change("Progress", fields => fields.Add(JsonNode.Parse("""{"name":"extra","type":{"type":"array","items":"null"}}""")));
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        byte[] value = [0, 0, 0, 0, Foreign, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0];
        var refused = Assert.Throws<WireFormatException>(() => wire.Deserialize("positions", value));
        Assert.Contains("cannot stand in 1 bytes", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertReads<T>(JsonObject schema, RecordCodec<T> codec)
        where T : class
    {
        var wire = new WireFormat(new OneSchema(schema.ToJsonString()));
        Schema writer = Schema.Parse(schema.ToJsonString());
        AvroGen.Of(writer).Sample(
            value =>
            {
                object expected = GenericAvro.Read(writer, GenericAvro.SchemaOf(codec.Schema.Name), GenericAvro.Write(writer, value))!;
                Assert.Equal(Picture.Of(expected), Picture.Of(wire.Deserialize("topic", Value(schema, value!))));
            },
            iter: 50);
    }

    private static JsonObject Change(string record, Action<JsonArray> change)
    {
        JsonObject schema = JsonNode.Parse(RecordCodecs.ByName(record).Schema.Json)!.AsObject();
        change(schema["fields"]!.AsArray());
        return schema;
    }

    private static void Remove(JsonArray fields, params string[] names)
    {
        foreach (string name in names)
        {
            fields.Remove(fields.Single(field => (string)field!["name"]! == name));
        }
    }

    private static object GenericValue(JsonObject schema) => AvroGen.Of(Schema.Parse(schema.ToJsonString())).Single()!;

    private static byte[] Value(JsonObject schema, object value) =>
        [0, 0, 0, 0, Foreign, .. GenericAvro.Write(Schema.Parse(schema.ToJsonString()), value)];

    /// <summary>A registry that knows one schema.</summary>
    private sealed class OneSchema(string json) : ISchemaIds
    {
        public int IdOf(string topic, RecordSchema schema) => throw new NotSupportedException();

        public string? SchemaOf(int id) => id == Foreign ? json : null;
    }
}
