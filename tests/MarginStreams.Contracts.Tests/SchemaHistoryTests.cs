using Avro;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>
/// Every version of every schema that was ever published: we read what was written with it, and those who still read with it read what we write. A schema
/// changes by a new file in the history, never by a change of an old one.
/// </summary>
public sealed class SchemaHistoryTests
{
    private static readonly string[] Outputs = ["Frame", "LiquidationTrigger", "OpenLiquidation", "AccountStatus", "VenueRisk", "MarketRisk"];

    public static TheoryData<string, int> Versions() => Of(RecordCodecs.All.Select(codec => codec.Schema.Name));

    public static TheoryData<string, int> OutputVersions() => Of(Outputs);

    [Theory]
    [MemberData(nameof(Versions))]
    public void Deserialize_WrittenWithAnyVersion_IsRead(string record, int version)
    {
        IRecordCodec codec = RecordCodecs.ByName(record);
        Schema writer = Schema.Parse(codec.Schema.History[version - 1]);
        byte[] header = [0, .. BitConverter.GetBytes(LocalSchemaIds.IdOf(codec.Schema, version)).Reverse()];
        var wire = new WireFormat(new LocalSchemaIds());
        AvroGen.Of(writer).Sample(
            value =>
            {
                byte[] avro = GenericAvro.Write(writer, value);
                object? expected = GenericAvro.Read(writer, GenericAvro.SchemaOf(record), avro);
                Assert.Equal(Picture.Of(expected), Picture.Of(wire.Deserialize("topic", [.. header, .. avro])));
            },
            iter: 20);
    }

    [Theory]
    [MemberData(nameof(OutputVersions))]
    public void Encode_ReadWithAnyVersion_IsRead(string record, int version)
    {
        IRecordCodec codec = RecordCodecs.ByName(record);
        Schema own = GenericAvro.SchemaOf(record);
        Schema reader = Schema.Parse(codec.Schema.History[version - 1]);
        Assert.True(reader.CanRead(own));
        AvroGen.Of(own).Sample(
            value =>
            {
                byte[] written = codec.Encode(codec.Decode(GenericAvro.Write(own, value)));
                Assert.Equal(Picture.Of(GenericAvro.Read(own, reader, GenericAvro.Write(own, value))), Picture.Of(GenericAvro.Read(own, reader, written)));
            },
            iter: 20);
    }

    [Fact]
    public void History_LatestVersion_IsThePresentSchema() =>
        Assert.All(RecordCodecs.All, codec => Assert.Equal(codec.Schema.Json, codec.Schema.History[^1]));

    [Fact]
    public void History_EveryFile_IsEmbedded() => Assert.Equal(SchemaFiles.History.Length, RecordCodecs.All.Sum(codec => codec.Schema.Version));

    private static TheoryData<string, int> Of(IEnumerable<string> records)
    {
        var versions = new TheoryData<string, int>();
        foreach (string record in records)
        {
            for (int version = 1; version <= RecordCodecs.ByName(record).Schema.Version; version++)
            {
                versions.Add(record, version);
            }
        }

        return versions;
    }
}
