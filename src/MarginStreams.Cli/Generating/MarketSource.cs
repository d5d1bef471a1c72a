using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Generating;

/// <summary>The market side that a population is made for; it can be read as often as needed.</summary>
public sealed class MarketSource
{
    private readonly Func<IEnumerable<RecordedRecord>> _read;
    private readonly Lazy<long> _lastMs;

    private MarketSource(string name, Func<IEnumerable<RecordedRecord>> read)
    {
        Name = name;
        _read = read;
        _lastMs = new Lazy<long>(() => read().Aggregate(0L, (_, record) => record.TimestampMs));
    }

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    /// <summary>Time of its last record, ms.</summary>
    public long LastMs => _lastMs.Value;

    /// <summary>The market side of a recording.</summary>
    public static MarketSource Of(Recording recording) => new(
        recording.Folder,
        () => RecordMerge.Merge(new[] { InputTopic.Venues, InputTopic.Instruments, InputTopic.OraclePrices }.Select(recording.Read)));

    /// <summary>A market that is generated as it is read.</summary>
    /// <exception cref="CliException">An option is out of its range.</exception>
    public static MarketSource Of(GeneratedMarketOptions options)
    {
        GeneratorLimits.Check(options);
        return new MarketSource("the generated market", () => GeneratedMarket.Read(options));
    }

    /// <summary>Venues, instruments and observations, merged.</summary>
    public IEnumerable<RecordedRecord> Read() => _read();
}
