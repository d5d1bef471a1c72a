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
    private readonly InputDecoder _inputs = new(wire);
    private readonly Dictionary<string, Venue> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long LastFrame { get; private set; } = -1;

    /// <summary>Stream-time of the latest frame that this processor closed, ms; 0 before the first.</summary>
    public long LastFrameMs { get; private set; }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone) => _store.Restore(key, value);

    /// <inheritdoc/>
    public void Restored()
    {
        foreach (StoredRecord stored in _store.TakeRestored())
        {
            object decoded = wire.Deserialize(stored.Place.Topic, stored.Value);
            if (Apply(decoded, stored.Place.Partition, stored.Offset, stored.TimestampMs) is { } refusal)
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
        Refusal? refusal = Decode(record, out object? decoded);
        if (refusal is null)
        {
            // Only what can be read moves the time.
            Emit(_oracle.Advance(record.TimestampMs), context);
            refusal = Schedule.Check(decoded!, record.TimestampMs) ?? Apply(decoded!, record.Partition, record.Offset, record.TimestampMs);
        }

        if (refusal is not null)
        {
            context.DeadLetter(record, refusal.Reason, refusal.Error);
            return;
        }

        _store.Accepted(record, decoded!);
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
        if (_inputs.Decode(record, out _, out decoded) is { } refusal)
        {
            return refusal;
        }

        return decoded switch
        {
            null => new("TombstoneUnsupported", $"a record of {record.Topic} cannot be deleted"),
            Venue when record.Topic == topics.Venues => null,
            Instrument when record.Topic == topics.Instruments => null,
            Observation when record.Topic == topics.OraclePrices => null,
            Command when record.Topic == topics.Commands => null,
            _ => Refusal.Unexpected(decoded, record.Topic),
        };
    }

    private Refusal? Apply(object decoded, int partition, long offset, long timestampMs)
    {
        try
        {
            OracleVerdict? verdict = decoded switch
            {
                Venue venue => Take(venue),
                Instrument instrument => Take(instrument),
                Observation seen => Take(seen, partition, offset, timestampMs),
                _ => null,
            };
            return verdict switch
            {
                null => new("Unsupported", Unsupported(decoded)),
                { Reason: OracleReject.None } => null,
                { } refused => new(refused.Reason.ToString(), refused.Message),
            };
        }
        catch (TermsException refused)
        {
            return new(nameof(OracleReject.TermsRefused), $"{refused.Field}: {refused.Message}");
        }
    }

    private static string Unsupported(object decoded) => decoded switch
    {
        Observation seen => $"feed {seen.Feed}: observations of {seen.Name} are not used yet",
        Command command => $"command {command.Kind}: commands are not obeyed yet",
        _ => decoded.GetType().Name,
    };

    private OracleVerdict Take(Venue venue)
    {
        OracleVerdict verdict = _oracle.Apply(TermsMapping.ToOracle(venue));
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

    private OracleVerdict? Take(Observation seen, int partition, long offset, long timestampMs) =>
        ObservationMapping.ToOracle(seen, partition, offset, timestampMs) is { } observation ? _oracle.Apply(observation) : null;

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
        LastFrameMs = frame.StreamTimeMs;
    }
}
