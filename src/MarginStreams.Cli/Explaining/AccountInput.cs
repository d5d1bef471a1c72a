using System.Globalization;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Explaining;

/// <summary>What one account was judged by: its own records and all frames, in the order of the log. The other accounts' records are only counted.</summary>
internal sealed class AccountInput
{
    private readonly Recording _recording;
    private readonly PipelineOptions _options;
    private readonly WireFormat _wire;
    private readonly Dictionary<long, long> _lineByOffset = [];

    public AccountInput(Recording recording, PipelineOptions options, WireFormat wire, string account, Func<long, long> frameOffset)
    {
        _recording = recording;
        _options = options;
        _wire = wire;
        Partition = AccountPartitioner.PartitionOf(account, options.PartitionCount);
        List<RecordedRecord> own = [.. Own(account)];
        FirstOwn = own.FirstOrDefault();
        IEnumerable<RecordedRecord> input = RecordMerge.Merge(
            InputTopics.All.Select(topic => topic == InputTopic.Positions ? own : recording.Read(topic)));
        Records = [.. MergedInput.Of(input, options, wire, frameOffset).ForPartition(Partition)];
    }

    /// <summary>The account's partition.</summary>
    public int Partition { get; }

    /// <summary>Its first record; null where it has none.</summary>
    public RecordedRecord? FirstOwn { get; }

    /// <summary>Its records and the frames.</summary>
    public IReadOnlyList<LogRecord> Records { get; }

    /// <summary>One of its records, with its line.</summary>
    public SourceRecord PlaceOf(LogRecord own) => new(own, _recording.PathOf(InputTopic.Positions), _lineByOffset[own.Offset]);

    /// <summary>Where the account begins, for a message.</summary>
    public string Beginning() => string.Create(
        CultureInfo.InvariantCulture, $"{_recording.PathOf(InputTopic.Positions)}:{_lineByOffset.Values.Min()}, at {UtcText.Of(FirstOwn!.TimestampMs)}");

    /// <summary>The observations behind a judgement, with their lines.</summary>
    public IEnumerable<SourceRecord> Observations(TriggerInputs inputs)
    {
        var wanted = inputs.Sources.Select(source => source.Offset).ToHashSet();
        var places = new InputRecords(_options.Topics, _options.PartitionCount, _wire);
        foreach (ScannedLine line in _recording.Scan(InputTopic.OraclePrices))
        {
            TopicPartitionOffset place = places.PlaceOf(InputTopic.OraclePrices, line.Key, line.Partition, line.Offset);
            if (wanted.Contains(place.Offset))
            {
                RecordedRecord record = line.Record() with { Partition = place.TopicPartition.Partition, Offset = place.Offset };
                yield return new(places.Next(record), _recording.PathOf(InputTopic.OraclePrices), line.Number);
            }
        }
    }

    private IEnumerable<RecordedRecord> Own(string account)
    {
        var places = new InputRecords(_options.Topics, _options.PartitionCount, _wire);
        foreach (ScannedLine line in _recording.Scan(InputTopic.Positions))
        {
            TopicPartitionOffset place = places.PlaceOf(InputTopic.Positions, line.Key, line.Partition, line.Offset);
            if (InputRecords.AccountOf(line.Key) == account)
            {
                _lineByOffset[place.Offset] = line.Number;
                yield return line.Record() with { Partition = place.TopicPartition.Partition, Offset = place.Offset };
            }
        }
    }
}
