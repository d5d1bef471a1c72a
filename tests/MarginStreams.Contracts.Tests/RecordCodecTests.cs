using Avro;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>Our codecs, written by hand, against Apache.Avro: the same values by the same names, and the same bytes.</summary>
public sealed class RecordCodecTests
{
    public static TheoryData<string> Records() => [.. RecordCodecs.All.Select(codec => codec.Schema.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Decode_WrittenByAvro_SameValueByEveryName(string name)
    {
        Schema schema = GenericAvro.SchemaOf(name);
        AvroGen.Of(schema).Sample(value =>
        {
            object record = RecordCodecs.ByName(name).Decode(GenericAvro.Write(schema, value));
            Assert.Equal(Picture.Of(value), Picture.Of(record));
        });
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Encode_ReadByAvro_SameValueAndSameBytes(string name)
    {
        Schema schema = GenericAvro.SchemaOf(name);
        IRecordCodec codec = RecordCodecs.ByName(name);
        AvroGen.Of(schema).Sample(value =>
        {
            byte[] expected = GenericAvro.Write(schema, value);
            object record = codec.Decode(expected);
            byte[] written = codec.Encode(record);
            Assert.Equal(expected, written);
            Assert.Equal(Picture.Of(record), Picture.Of(GenericAvro.Read(schema, schema, written)));
        });
    }

    [Fact]
    public void All_Records_AreEveryRecordOfTheContract()
    {
        string[] files = [.. SchemaFiles.Current.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];
        Assert.Equal(files, RecordCodecs.All.Select(codec => codec.Schema.File).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, files.Length), RecordCodecs.All.Select(codec => codec.Schema.Number));
        Assert.All(RecordCodecs.All, codec => Assert.Equal(codec.Schema.Name, codec.RecordType.Name));
    }
}
