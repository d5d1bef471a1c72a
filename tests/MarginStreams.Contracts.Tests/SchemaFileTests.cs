using System.Text.Json.Nodes;
using Avro;

namespace MarginStreams.Contracts.Tests;

/// <summary>The schemas are the product's public face: every field says what it holds, every enum can grow, and the code agrees with them.</summary>
public sealed class SchemaFileTests
{
    public static TheoryData<string> Files() =>
        [.. SchemaFiles.Current.Concat(SchemaFiles.History).Select(file => Path.GetRelativePath(SchemaFiles.Folder, file))];

    public static TheoryData<string> Records() => [.. RecordCodecs.All.Select(codec => codec.Schema.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Fields_EverySchema_HaveADocAndAreOfTheContractsTypes(string file)
    {
        foreach (JsonObject node in Nodes(Read(file)))
        {
            string name = (string?)node["name"] ?? "";
            bool isType = node.ContainsKey("fields") || node.ContainsKey("symbols");
            bool isField = node.Parent?.Parent is JsonObject record && record["fields"] == node.Parent;
            Assert.True(!(isType || isField) || ((string?)node["doc"] ?? "").EndsWith('.'), $"{file}: {name} has no doc that is a sentence");
            Assert.True((string?)node["logicalType"] is null || IsAmount(node), $"{file}: an amount is decimal(76, 0)");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Enums_EverySchema_StartWithTheDefaultUnknown(string file)
    {
        foreach (JsonObject node in Nodes(Read(file)).Where(node => node.ContainsKey("symbols")))
        {
            Assert.Equal("Unknown", (string?)node["default"]);
            Assert.Equal("Unknown", (string?)node["symbols"]![0]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Namespace_EverySchema_IsOurs(string file)
    {
        Schema schema = Schema.Parse(File.ReadAllText(Path.Combine(SchemaFiles.Folder, file)));
        Assert.Equal(RecordSchema.Namespace, ((RecordSchemaOfAvro)schema).Namespace);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Enums_InCode_HaveTheSymbolsOfTheSchema(string record)
    {
        foreach (JsonObject node in Nodes(JsonNode.Parse(RecordCodecs.ByName(record).Schema.Json)!).Where(node => node.ContainsKey("symbols")))
        {
            Type type = typeof(Venue).Assembly.GetType($"MarginStreams.Contracts.{(string)node["name"]!}")!;
            Assert.Equal(Enum.GetNames(type), node["symbols"]!.AsArray().Select(symbol => (string)symbol!));
            Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValues(type).Cast<object>().Select(value => (int)value));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Defaults_InCode_AreThoseOfTheSchema(string record)
    {
        IRecordCodec codec = RecordCodecs.ByName(record);
        JsonNode written = JsonNode.Parse(RecordJsonTests.ToJson(codec.Schema, codec.Encode(Activator.CreateInstance(codec.RecordType)!)))!;
        string full = written.ToJsonString();
        foreach (AvroField field in codec.Schema.Type.Fields.Where(field => field.Default is not null))
        {
            written.AsObject().Remove(field.Name);
        }

        byte[] avro = RecordJsonTests.ToAvro(codec.Schema, written.ToJsonString());
        Assert.Equal(full, JsonNode.Parse(RecordJsonTests.ToJson(codec.Schema, avro))!.ToJsonString());
    }

    [Theory]
    [InlineData("venue.avsc", "Venue")]
    [InlineData("instrument.avsc", "Instrument")]
    public void Frame_Definitions_AreTheSchemasOfTheirOwnFiles(string file, string name)
    {
        JsonObject own = Read(file).AsObject();
        own.Remove("namespace");
        JsonObject nested = Nodes(Read("frame.avsc")).Single(node => (string?)node["name"] == name && node.ContainsKey("fields"));
        Assert.True(JsonNode.DeepEquals(own, nested), $"{file} and its copy in frame.avsc differ");
    }

    [Fact]
    public void Nested_TypesOfOneName_AreTheSameInEverySchema()
    {
        IEnumerable<IGrouping<string, JsonObject>> byName = SchemaFiles.Current
            .SelectMany(file => Nodes(Read(Path.GetFileName(file))))
            .Where(node => (node.ContainsKey("symbols") || node.ContainsKey("fields")) && !node.ContainsKey("namespace"))
            .GroupBy(node => (string)node["name"]!);
        Assert.All(byName, same => Assert.All(same, node => Assert.True(JsonNode.DeepEquals(same.First(), node), $"{same.Key} differs")));
    }

    private static bool IsAmount(JsonObject node) =>
        (string?)node["type"] == "bytes" && (string?)node["logicalType"] == "decimal" && (int)node["precision"]! == 76 && (int)node["scale"]! == 0;

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(SchemaFiles.Folder, file)))!;

    private static IEnumerable<JsonObject> Nodes(JsonNode? node) => node switch
    {
        JsonObject own => own.Select(property => property.Value).SelectMany(Nodes).Prepend(own),
        JsonArray items => items.SelectMany(Nodes),
        _ => [],
    };
}
