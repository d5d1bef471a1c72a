using System.Text;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Inspecting;
using MarginStreams.Cli.Recordings;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests.Inspecting;

/// <summary>A topic as lines of JSON: inputs come out as a recording that can be read again, triggers as the lines of a run, other things as bytes.</summary>
public sealed class InspectTests : IDisposable
{
    private static readonly InspectedStretch All = new(null, null, null, null);
    private readonly TempFolder _folder = new();
    private readonly EmbeddedService _service = new();

    public void Dispose()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    private Connection Connection => _service.Connection;

    [Fact]
    public void Inspect_EveryInput_IsARecordingOfTheSameRecords()
    {
        Run();
        foreach (InputTopic topic in InputTopics.All)
        {
            string name = InputTopics.Name(topic);
            Directory.CreateDirectory(_folder["inspected"]);
            if (Connection.Cluster.Admin.PartitionCount(Connection.Options.Topics.Prefix + name) is not null)
            {
                File.WriteAllText(_folder["inspected", name + ".jsonl"], string.Concat(Lines(name).OrderBy(TimestampMs).Select(line => line + "\n")));
            }
        }

        Assert.Equal(Values(Recording.Open(_folder["recording"])), Values(Recording.Open(_folder["inspected"])));
    }

    [Fact]
    public void Inspect_ValuesOfTriggers_AreTheLinesOfARun()
    {
        Run();
        CliProcess run = CliProcess.Run("backtest", _folder["recording"], "--out", _folder["run"], "--partitions", "2");
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] expected = [.. File.ReadAllLines(_folder["run", "triggers.jsonl"]).Select(WithoutOffsets).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Lines("liquidation-triggers", valuesOnly: true).Select(WithoutOffsets).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Inspect_FullName_IsTheSameTopic()
    {
        Run();
        Assert.NotEmpty(Lines("frames"));
        Assert.Equal(Lines("frames"), Lines("margin.frames"));
    }

    [Theory]
    [InlineData(0, null, null, null, 1)]
    [InlineData(null, null, 2000, null, 4)]
    [InlineData(null, null, 2000, 4000, 2)]
    [InlineData(0, 3, null, null, 2)]
    public void Inspect_Stretch_HoldsThoseRecords(int? partition, int? offset, int? fromMs, int? toMs, int count)
    {
        Run();
        string topic = offset is null && fromMs is null ? "venues" : "oracle-prices";
        Assert.Equal(count, Lines(topic, new(partition, offset, fromMs, toMs)).Length);
    }

    [Fact]
    public void Inspect_UndecodableValue_IsShownAsBytesWithTheReason()
    {
        Connection.Cluster.Admin.EnsureTopics(Connection.Options.Topics.Specs(2));
        Produce([0xFF], [1, 2, 3]);
        JsonNode line = JsonNode.Parse(Assert.Single(Lines("commands")))!;
        Assert.Equal("/w==", (string?)line["keyBase64"]);
        Assert.Equal("AQID", (string?)line["valueBase64"]);
        Assert.StartsWith("MagicByteUnknown: ", (string?)line["undecodable"], StringComparison.Ordinal);
        Assert.Equal(ExitCode.InputInvalid, Assert.Throws<CliException>(() => Lines("commands", valuesOnly: true)).Code);
    }

    [Fact]
    public void Inspect_Tombstone_HasANullValue()
    {
        Connection.Cluster.Admin.EnsureTopics(Connection.Options.Topics.Specs(2));
        Produce("k"u8.ToArray(), null);
        Assert.Equal("""{"timestampMs":5,"key":"k","partition":0,"offset":0,"value":null}""", Assert.Single(Lines("commands")));
        Assert.Equal("null", Assert.Single(Lines("commands", valuesOnly: true)));
    }

    [Fact]
    public void Inspect_TopicOrPartitionThatIsNotThere_IsSaid()
    {
        Run();
        Assert.Equal(ExitCode.Configuration, Assert.Throws<CliException>(() => Lines("nope")).Code);
        Assert.Equal(ExitCode.Usage, Assert.Throws<CliException>(() => Lines("frames", new(1, null, null, null))).Code);
    }

    private void Run() => Assert.Equal(
        ExitCode.Ok, _service.RunToEnd(SmallRecording.Write(_folder["recording"]), TestContext.Current.CancellationToken));

    private void Produce(byte[] key, byte[]? value)
    {
        using ILogProducer producer = Connection.Cluster.CreateProducer();
        producer.Produce(new OutgoingRecord(Connection.Options.Topics.Commands, 0, 5, key, value));
        producer.Flush();
    }

    private string[] Lines(string topic, InspectedStretch? stretch = null, bool valuesOnly = false)
    {
        using var lines = new RecordLine(Connection.Wire);
        return
        [
            .. new InspectedTopic(Connection, topic).Read(stretch ?? All)
                .Select(record => Encoding.UTF8.GetString(valuesOnly ? lines.ValueOf(record) : lines.Of(record)).TrimEnd('\n')),
        ];
    }

    private static string[] Values(Recording recording) =>
    [
        .. recording.Read().Select(record => $"{record.Topic} {record.TimestampMs} {record.Key} {record.Schema?.Name} {Convert.ToHexString(record.Avro ?? [])}")
            .Order(StringComparer.Ordinal),
    ];

    private static long TimestampMs(string line) => (long)JsonNode.Parse(line)!["timestampMs"]!;

    /// <summary>Where a transaction ends depends on the clock here, and so do the offsets of frames behind its markers.</summary>
    private static string WithoutOffsets(string line)
    {
        JsonNode node = JsonNode.Parse(line)!;
        node["inputs"]!.AsObject().Remove("frameOffset");
        return node.ToJsonString();
    }
}
