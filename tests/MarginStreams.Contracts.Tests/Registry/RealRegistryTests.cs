using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;

namespace MarginStreams.Contracts.Tests;

/// <summary>Against a real registry: all our schemas live side by side, values go from one process to another by id alone, and versions mix.</summary>
public sealed class RealRegistryTests(RealRegistry registry) : IClassFixture<RealRegistry>
{
    [Fact]
    public void IdOf_EverySchema_IsRegisteredAndReadByAnother()
    {
        Uri url = Url();
        using var writing = new RegistrySchemaIds(new RegistryOptions(url));
        using var reading = new RegistrySchemaIds(new RegistryOptions(url));
        var writer = new WireFormat(writing);
        var reader = new WireFormat(reading);
        foreach (IRecordCodec codec in RecordCodecs.All)
        {
            string topic = codec.Schema.SharesTopic ? "every.positions" : "every." + codec.Schema.File;
            object record = Activator.CreateInstance(codec.RecordType)!;
            byte[] value = writer.Wrap(topic, codec.Schema, codec.Encode(record));
            Assert.Equal(Picture.Of(record), Picture.Of(reader.Deserialize(topic, value)));
            Assert.Equal(writing.IdOf(topic, codec.Schema), reading.IdOf(topic, codec.Schema));
        }
    }

    [Fact]
    public void Deserialize_WriterWithOneMoreField_IsRead()
    {
        Uri url = Url();
        using var ids = new RegistrySchemaIds(new RegistryOptions(url));
        ids.IdOf("evolved.venue-risk", RecordCodecs.VenueRisk.Schema);
        JsonObject schema = JsonNode.Parse(RecordCodecs.VenueRisk.Schema.Json)!.AsObject();
        schema["fields"]!.AsArray().Insert(1, JsonNode.Parse("""{"name":"comment","type":"string","default":"","doc":"A comment."}"""));
        int id = Register(url, "evolved.venue-risk-value", schema.ToJsonString());

        var avro = (RecordSchemaOfAvro)Schema.Parse(schema.ToJsonString());
        var record = new GenericRecord(avro);
        foreach ((string name, object value) in new (string, object)[]
        {
            ("venue", "v1"), ("comment", "hello"), ("partition", 3), ("frame", 4L), ("streamTimeMs", 5L),
            ("requirement", new AvroDecimal(-6, 0)), ("requirementBelow", new AvroDecimal(Amounts.Largest, 0)),
        })
        {
            record.Add(name, value);
        }

        byte[] bytes = [0, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, .. GenericAvro.Write(avro, record)];
        var risk = (VenueRisk)new WireFormat(ids).Deserialize("evolved.venue-risk", bytes);
        var expected = new VenueRisk
        {
            Venue = "v1", Partition = 3, Frame = 4, StreamTimeMs = 5, Requirement = -6, RequirementBelow = Amounts.Largest,
        };
        Assert.Equal(expected, risk);
    }

    [Fact]
    public void IdOf_SubjectTakenByAnotherRecord_IsIncompatible()
    {
        Uri url = Url();
        using var ids = new RegistrySchemaIds(new RegistryOptions(url));
        ids.IdOf("taken", RecordCodecs.Venue.Schema);
        var refused = Assert.Throws<SchemaRegistryException>(() => ids.IdOf("taken", RecordCodecs.Instrument.Schema));
        Assert.Equal(SchemaRegistryError.Incompatible, refused.Error);
    }

    [Fact]
    public void IdOf_LookUpOnly_FindsWhatWasRegistered()
    {
        Uri url = Url();
        using var registering = new RegistrySchemaIds(new RegistryOptions(url));
        using var asking = new RegistrySchemaIds(new RegistryOptions(url) { AutoRegister = false });
        Assert.Equal(SchemaRegistryError.Refused, Assert.Throws<SchemaRegistryException>(() => asking.IdOf("look", RecordCodecs.Frame.Schema)).Error);
        Assert.Equal(registering.IdOf("look", RecordCodecs.Frame.Schema), asking.IdOf("look", RecordCodecs.Frame.Schema));
    }

    [Fact]
    public void Deserialize_IdThatTheRegistryDoesNotHave_IsUnknown()
    {
        using var ids = new RegistrySchemaIds(new RegistryOptions(Url()));
        byte[] value = [0, 0, 0x7F, 0xFF, 0xFF, 0];
        Assert.Equal(WireError.SchemaUnknown, Assert.Throws<WireFormatException>(() => new WireFormat(ids).Deserialize("t", value)).Error);
    }

    private Uri Url()
    {
        Assert.SkipUnless(registry.Url is not null, registry.WhyNot);
        return registry.Url!;
    }

    private static int Register(Uri url, string subject, string schema)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = http.PostAsJsonAsync($"{url}/subjects/{subject}/versions", new { schema }).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
        return (int)answer.Content.ReadFromJsonAsync<JsonNode>().GetAwaiter().GetResult()!["id"]!;
    }
}
