using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// The oracle topology: venues, instruments and observations in, numbered frames out. Its changelog holds the accepted records themselves, and where the
/// sequence of frames stands; frame and state go out in one transaction.
/// </summary>
public sealed class OracleProcessor(OracleOptions options, TopicNames topics, WireFormat wire) : IProcessor
{
    private readonly PriceOracle _oracle = new(options);
    private readonly OracleStore _store = new();
    private readonly Dictionary<string, Venue> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long LastFrame { get; private set; } = -1;

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone) => _store.Restore(key, value, isTombstone);

    /// <inheritdoc/>
    public void Restored()
    {
        foreach (StoredRecord stored in _store.Records(topics))
        {
            object decoded = wire.Deserialize(stored.Topic, stored.Value);
            Refusal? refusal = Apply(stored.Topic, decoded, stored.Partition, stored.Offset);
            if (refusal is not null)
            {
                throw new InvalidDataException($"the changelog holds a record that is refused: {refusal.Reason}: {refusal.Error}");
            }
        }

        if (_store.Sequence is { } sequence)
        {
            _oracle.Restore(sequence);
            LastFrame = sequence.NextNumber - 1;
        }
    }

    /// <inheritdoc/>
    public void Process(LogRecord record, IProcessorContext context)
    {
        Emit(_oracle.Advance(record.TimestampMs), context);
        Refusal? refusal = Decode(record, out object? decoded) ?? Apply(record.Topic, decoded!, record.Partition, record.Offset);
        if (refusal is not null)
        {
            context.DeadLetter(record, refusal.Reason, refusal.Error);
            return;
        }

        _store.Accepted(record, StoreKey(decoded!));
        Emit(_oracle.CloseIfFull(), context);
    }

    /// <inheritdoc/>
    public void Idle(IProcessorContext context)
    {
        if (_oracle.Close() is { } frame)
        {
            Emit(frame, context);
            context.RequestCommit();
        }
    }

    /// <inheritdoc/>
    public void BeforeCommit(IProcessorContext context) => _store.Save(_oracle.Sequence(), context);

    private Refusal? Decode(LogRecord record, out object? decoded)
    {
        decoded = null;
        if (record.Value is null)
        {
            return new("TombstoneUnsupported", "venues, instruments and observations cannot be deleted");
        }

        try
        {
            decoded = wire.Deserialize(record.Topic, record.Value);
            string? key = RecordIdentity.KeyOf(decoded);
            string found = record.Key is null ? "" : Encoding.UTF8.GetString(record.Key);
            return key == found ? null : new("KeyMismatch", $"expected the key {key}, but it is {found}");
        }
        catch (WireFormatException undecodable)
        {
            return new(undecodable.Error.ToString(), undecodable.Message);
        }
    }

    private Refusal? Apply(string topic, object decoded, int partition, long offset)
    {
        try
        {
            OracleVerdict? verdict = decoded switch
            {
                Venue venue when topic == topics.Venues => Take(venue),
                Instrument instrument when topic == topics.Instruments => Take(instrument),
                Observation seen when topic == topics.OraclePrices => Take(seen, partition, offset),
                _ => null,
            };
            return verdict switch
            {
                null => new("Unsupported", Unsupported(decoded, topic)),
                { Reason: OracleReject.None } => null,
                { } refused => new(refused.Reason.ToString(), refused.Message),
            };
        }
        catch (TermsException refused)
        {
            return new(nameof(OracleReject.TermsRefused), $"{refused.Field}: {refused.Message}");
        }
    }

    private static string Unsupported(object decoded, string topic) => decoded switch
    {
        Observation seen => $"feed {seen.Feed}: observations of {seen.Name} are not used yet",
        Command command => $"command {command.Kind}: commands are not obeyed yet",
        _ => $"a {decoded.GetType().Name} does not belong into {topic}",
    };

    private OracleVerdict Take(Venue venue)
    {
        OracleVerdict verdict = _oracle.Apply(TermsMapping.ToTerms(venue));
        if (verdict.Reason == OracleReject.None)
        {
            _venues[venue.Id] = venue;
        }

        return verdict;
    }

    private OracleVerdict Take(Instrument instrument)
    {
        OracleVerdict verdict = _oracle.Apply(TermsMapping.ToOracle(instrument));
        if (verdict.Reason == OracleReject.None)
        {
            _instruments[instrument.Id] = instrument;
        }

        return verdict;
    }

    private OracleVerdict? Take(Observation seen, int partition, long offset) =>
        ObservationMapping.ToOracle(seen, partition, offset) is { } observation ? _oracle.Apply(observation) : null;

    /// <summary>The latest of each source of each quantity of a feed is kept, the latest of each venue and instrument.</summary>
    private static string StoreKey(object decoded) => decoded switch
    {
        Venue venue => OracleStore.VenueKey(venue.Id),
        Instrument instrument => OracleStore.InstrumentKey(instrument.Id),
        Observation seen => OracleStore.ObservationKey(seen.Feed, seen.Name.ToString(), seen.Source),
        _ => throw new InvalidOperationException($"a {decoded.GetType().Name} was accepted"),
    };

    private void Emit(OracleFrame? frame, IProcessorContext context)
    {
        if (frame is null)
        {
            return;
        }

        Frame record = FrameMapping.ToWire(frame, id => _venues[id], id => _instruments[id]);
        byte[] key = Encoding.UTF8.GetBytes(RecordKeys.Frame(frame.Number));
        byte[] value = wire.Serialize(topics.Frames, RecordCodecs.Frame, record);
        context.Forward(new OutgoingRecord(topics.Frames, 0, frame.StreamTimeMs, key, value));
        LastFrame = frame.Number;
    }
}
