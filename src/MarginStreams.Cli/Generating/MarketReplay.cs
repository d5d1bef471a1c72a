using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Generating;

/// <summary>The frames of a market, cut by the oracle of the product itself with its default options.</summary>
internal sealed class MarketReplay(MarketSource source)
{
    private readonly PriceOracle _oracle = new(new OracleOptions());
    private readonly Dictionary<string, VenueTerms> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);

    /// <summary>The terms of a venue at the frame read last.</summary>
    public VenueTerms Venue(string id) => _venues[id];

    /// <summary>The venue asked for, or the only one there is.</summary>
    /// <exception cref="RecordingException">There is no such venue, or several to choose from.</exception>
    public VenueTerms OnlyVenue(string? id)
    {
        string known = _venues.Count == 0 ? "none" : string.Join(", ", _venues.Keys.Order(StringComparer.Ordinal));
        return id is not null && _venues.TryGetValue(id, out VenueTerms? named) ? named
            : id is null && _venues.Count == 1 ? _venues.Values.First()
            : throw new RecordingException(source.Name, 0, "venue", $"expected {id ?? "one venue, or the choice of one"}, found {known}");
    }

    /// <summary>The definition of an instrument at the frame read last.</summary>
    public Instrument Instrument(string id) => _instruments[id];

    /// <summary>The frames, in order.</summary>
    public IEnumerable<OracleFrame> Frames()
    {
        foreach (RecordedRecord record in source.Read())
        {
            if (_oracle.Advance(record.TimestampMs) is { } closed)
            {
                yield return closed;
            }

            Take(record);
            if (_oracle.CloseIfFull() is { } full)
            {
                yield return full;
            }
        }

        if (_oracle.Close() is { } last)
        {
            yield return last;
        }
    }

    /// <summary>What the oracle refuses is not there for anybody, so it is not there for the population either.</summary>
    private void Take(RecordedRecord record)
    {
        switch (record)
        {
            case { Topic: InputTopic.Venues, Avro: { } avro }:
                Take(RecordCodecs.Venue.Decode(avro));
                break;
            case { Topic: InputTopic.Instruments, Avro: { } avro }:
                Take(RecordCodecs.Instrument.Decode(avro));
                break;
            case { Topic: InputTopic.OraclePrices, Avro: { } avro }:
                if (ObservationMapping.ToOracle(RecordCodecs.Observation.Decode(avro), record.Partition, record.Offset, record.TimestampMs) is { } seen)
                {
                    _oracle.Apply(seen);
                }

                break;
        }
    }

    private void Take(Venue venue)
    {
        OracleVenue known = TermsMapping.ToOracle(venue);
        if (_oracle.Apply(known).Reason == OracleReject.None)
        {
            _venues[venue.Id] = known.Terms;
        }
    }

    private void Take(Instrument instrument)
    {
        if (_oracle.Apply(TermsMapping.ToOracle(instrument)).Reason == OracleReject.None)
        {
            _instruments[instrument.Id] = instrument;
        }
    }
}
