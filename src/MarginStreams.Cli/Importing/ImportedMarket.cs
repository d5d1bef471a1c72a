using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Importing;

/// <summary>What an import made.</summary>
/// <param name="Venue">Its venue.</param>
/// <param name="Instruments">Its instruments.</param>
/// <param name="Observations">Its observations, in order of time.</param>
public sealed record ImportedMarket(Venue Venue, IReadOnlyList<Instrument> Instruments, IReadOnlyList<RecordedRecord> Observations)
{
    /// <summary>Time of the first observation, ms: when the definitions come.</summary>
    public long FirstMs => Observations[0].TimestampMs;

    /// <summary>Time of the last observation, ms.</summary>
    public long LastMs => Observations[^1].TimestampMs;

    /// <summary>All its records, merged.</summary>
    public IEnumerable<RecordedRecord> Records() =>
    [
        RecordedRecord.Of(InputTopic.Venues, FirstMs, Venue.Id, RecordCodecs.Venue, Venue),
        .. Instruments.Select(known => RecordedRecord.Of(InputTopic.Instruments, FirstMs, known.Id, RecordCodecs.Instrument, known)),
        .. Observations,
    ];

    /// <summary>Writes it as a recording.</summary>
    /// <exception cref="RecordingException">There is one, and it may not be overwritten.</exception>
    public void WriteTo(string folder, bool overwrite, CancellationToken cancel)
    {
        using var writer = new RecordingWriter(folder, overwrite, InputTopic.Venues, InputTopic.Instruments, InputTopic.OraclePrices);
        writer.WriteAll(Records(), cancel);
    }
}
