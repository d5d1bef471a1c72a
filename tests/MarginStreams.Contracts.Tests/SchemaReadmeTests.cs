using System.Globalization;
using System.Text.RegularExpressions;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Contracts.Tests;

/// <summary>The tables and figures of the schemas' README are those of the code.</summary>
public sealed class SchemaReadmeTests
{
    private const int Partitions = 7;
    private static readonly string Readme = File.ReadAllText(Path.Combine(SchemaFiles.Folder, "README.md"));

    [Fact]
    public void TopicTable_EveryPublicTopic_AsTheCodeCreatesIt()
    {
        var names = new TopicNames(Prefix: "", ApplicationId: "app");
        IEnumerable<string> expected = names.Specs(Partitions)
            .Where(spec => !spec.Name.StartsWith("app-", StringComparison.Ordinal))
            .Select(spec => $"{spec.Name} {(spec.Partitions == 1 ? "1" : "N")} {(spec.Compacted ? "compact" : "delete")}");
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Rows("Topic").Select(row => $"{Bare(row[0])} {row[2]} {row[3]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TopicTable_Inputs_AreThoseThatIndexersWrite() =>
        Assert.Equal(
            new TopicNames(Prefix: "").InputSpecs(Partitions).Select(spec => spec.Name).Order(StringComparer.Ordinal),
            Rows("Topic").Where(row => row[1] == "in").Select(row => Bare(row[0])).Order(StringComparer.Ordinal));

    [Fact]
    public void TopicTable_Records_HaveTheTopicAndKeyThatTheirSchemaSays()
    {
        var found = new List<string>();
        foreach (string[] row in Rows("Topic").Where(row => Bare(row[0]) != "dead-letters"))
        {
            string[] records = row[5].Split(", ");
            string[] keys = [.. row[4].Split(", ").Select(Bare)];
            foreach ((string record, string key) in records.Zip(keys))
            {
                string says = key.StartsWith("the ", StringComparison.Ordinal) ? "key the number" : $"key {key}";
                RecordSchema schema = RecordCodecs.ByName(record).Schema;
                Assert.Contains($"Topic {Bare(row[0])}, {says}", schema.Json, StringComparison.Ordinal);
                Assert.Equal(records.Length > 1, schema.SharesTopic);
                found.Add(record);
            }
        }

        Assert.Equal(RecordCodecs.All.Select(codec => codec.Schema.Name).Except(["VenueRisk"]).Order(), found.Order());
    }

    [Fact]
    public void IdTable_EverySchema_HasItsLocalId()
    {
        IEnumerable<string> expected = RecordCodecs.All.Select(codec =>
            $"{codec.Schema.Name} 0x{LocalSchemaIds.IdOf(codec.Schema, 1):X8} {codec.Schema.File}.avsc");
        Assert.Equal(expected, Rows("Record").Select(row => $"{row[0]} {Bare(row[1])} {Bare(row[2])}"));
    }

    [Fact]
    public void Example_OfThePartition_IsThatOfTheCode()
    {
        Match example = Regex.Match(Readme, @"For `(?<account>[^`]+)` the hash is (?<hash>\d+) and its partition (?<partition>\d+) of (?<count>\d+)");
        Assert.True(example.Success);
        string account = example.Groups["account"].Value;
        int count = int.Parse(example.Groups["count"].Value, CultureInfo.InvariantCulture);
        Assert.Equal(example.Groups["partition"].Value, AccountPartitioner.PartitionOf(account, count).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(example.Groups["hash"].Value, AccountPartitioner.PartitionOf(account, int.MaxValue).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void DeadLetters_Headers_AreThoseOfTheCode()
    {
        string[] headers = [.. typeof(DeadLetterHeaders).GetFields().Select(field => (string)field.GetValue(null)!)];
        Assert.All(headers, header => Assert.Contains($"`{header}`", Readme, StringComparison.Ordinal));
        Assert.All(Regex.Matches(Readme, "`(ms\\.[a-z]+)`").Select(match => match.Groups[1].Value), header => Assert.Contains(header, headers));
    }

    private static IEnumerable<string[]> Rows(string firstColumn) =>
        Readme.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string Bare(string cell) => cell.Trim('`');
}
