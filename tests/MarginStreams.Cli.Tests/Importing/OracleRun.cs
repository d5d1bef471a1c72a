using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Tests.Importing;

/// <summary>Runs the oracle over a recording's market side.</summary>
internal sealed class OracleRun
{
    private readonly PriceOracle _oracle = new(new OracleOptions { KeyframeEvery = int.MaxValue });
    private readonly Dictionary<string, VenueTerms> _venues = [];
    private readonly Dictionary<string, InstrumentTerms> _instruments = [];
    private readonly SortedDictionary<string, MarketValues> _values = new(StringComparer.Ordinal);

    /// <summary>What the oracle said to records that it did not take.</summary>
    public List<string> Refusals { get; } = [];

    public static OracleRun Of(IEnumerable<RecordedRecord> records)
    {
        var run = new OracleRun();
        foreach (RecordedRecord record in records)
        {
            run.Take(record);
        }

        run.Close();
        return run;
    }

    /// <summary>Instruments with their latest prices.</summary>
    public IEnumerable<string> Prices() => _values.Select(known => $"{known.Key} {known.Value.Price}");

    /// <summary>Takes a record; gives the frame that it closed.</summary>
    public MarketFrame? Take(RecordedRecord record)
    {
        MarketFrame? closed = ToEngine(_oracle.Advance(record.TimestampMs));
        OracleVerdict verdict = Apply(record);
        if (verdict.Reason != OracleReject.None)
        {
            Refusals.Add(verdict.Message);
        }

        return closed;
    }

    /// <summary>Closes the open frame.</summary>
    public MarketFrame? Close() => ToEngine(_oracle.Close());

    private OracleVerdict Apply(RecordedRecord record)
    {
        switch (record.Topic)
        {
            case InputTopic.Venues:
                OracleVenue venue = TermsMapping.ToOracle(RecordCodecs.Venue.Decode(record.Avro));
                _venues[venue.Terms.Id] = venue.Terms;
                return _oracle.Apply(venue);
            case InputTopic.Instruments:
                OracleInstrument instrument = TermsMapping.ToOracle(RecordCodecs.Instrument.Decode(record.Avro));
                _instruments[instrument.Terms.Id] = instrument.Terms;
                return _oracle.Apply(instrument);
            default:
                return _oracle.Apply(ObservationMapping.ToOracle(RecordCodecs.Observation.Decode(record.Avro), -1, -1, record.TimestampMs)!);
        }
    }

    private InstrumentChange ToEngine(OracleInstrumentEntry entry) =>
        new(entry.Instrument, entry.HasTerms ? _instruments[entry.Instrument] : null, entry.Values);

    private MarketFrame? ToEngine(OracleFrame? frame)
    {
        if (frame is null)
        {
            return null;
        }

        foreach (OracleInstrumentEntry entry in frame.Instruments)
        {
            _values[entry.Instrument] = entry.Values;
        }

        return new MarketFrame(
            frame.Number,
            frame.StreamTimeMs,
            [.. frame.Venues.Select(entry => new VenueChange(entry.Venue, entry.HasTerms ? _venues[entry.Venue] : null, entry.BlockNumber))],
            [.. frame.Instruments.Select(ToEngine)]);
    }
}
