using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>What an open frame will report.</summary>
public enum ChangeKind
{
    /// <summary>A venue's terms.</summary>
    VenueTerms,

    /// <summary>A venue's block.</summary>
    VenueBlock,

    /// <summary>An instrument's terms.</summary>
    InstrumentTerms,

    /// <summary>An instrument's market values.</summary>
    InstrumentValues,
}

/// <summary>One change in the open frame.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Id">Of which venue or instrument.</param>
public readonly record struct Change(ChangeKind Kind, string Id);

/// <summary>Where the sequence of frames stands: what a failover must continue from, besides the accepted records.</summary>
/// <param name="NextNumber">Number of the next frame.</param>
/// <param name="StreamTimeMs">Largest timestamp so far, ms.</param>
/// <param name="OpenedAtMs">Stream-time at which the open frame began, ms.</param>
/// <param name="UpdateCount">Updates in the open frame.</param>
/// <param name="Changes">Changes in the open frame.</param>
/// <param name="Blocks">Highest block seen of each venue's chain.</param>
/// <param name="ClosedAtMs">Stream-time of the latest frame, ms: to then its indices had accrued. 0 before the first.</param>
public sealed record SequenceState(
    long NextNumber,
    long StreamTimeMs,
    long OpenedAtMs,
    int UpdateCount,
    IReadOnlyList<Change> Changes,
    IReadOnlyList<KeyValuePair<string, long>> Blocks,
    long ClosedAtMs);

/// <content>Cutting frames.</content>
public sealed partial class PriceOracle
{
    private readonly HashSet<Change> _changes = [];
    private readonly Dictionary<string, MarketValues> _vector = new(StringComparer.Ordinal);
    private VectorDigest _digest = new();
    private long _nextNumber;
    private long _streamTimeMs;
    private long _openedAtMs;
    private long _closedAtMs;
    private int _updateCount;

    /// <summary>A record of this timestamp comes: closes the open frame if the record lies beyond it.</summary>
    public OracleFrame? Advance(long timestampMs)
    {
        long nowMs = Math.Max(_streamTimeMs, timestampMs);
        OracleFrame? closed = _updateCount > 0 && nowMs - _openedAtMs >= options.FrameIntervalMs ? Close() : null;
        _streamTimeMs = nowMs;
        return closed;
    }

    /// <summary>Closes the open frame if it holds as many updates as a frame may.</summary>
    public OracleFrame? CloseIfFull() => _updateCount >= options.FrameMaxUpdates ? Close() : null;

    /// <summary>Closes the open frame; null when nothing changed.</summary>
    public OracleFrame? Close()
    {
        if (_updateCount == 0)
        {
            return null;
        }

        bool key = _nextNumber % options.KeyframeEvery == 0;
        List<OracleInstrumentEntry> instruments = [.. InstrumentEntries(key)];
        List<OracleVenueEntry> venues = [.. VenueEntries(key)];
        var frame = new OracleFrame(_nextNumber, _streamTimeMs, key, venues, instruments, _digest.Value);
        _nextNumber++;
        _closedAtMs = _streamTimeMs;
        _updateCount = 0;
        _changes.Clear();
        return frame;
    }

    /// <summary>Where the sequence stands.</summary>
    public SequenceState Sequence() => new(
        _nextNumber,
        _streamTimeMs,
        _openedAtMs,
        _updateCount,
        [.. _changes.OrderBy(change => change.Id, StringComparer.Ordinal).ThenBy(change => change.Kind)],
        [.. _blocks.OrderBy(block => block.Key, StringComparer.Ordinal)],
        _closedAtMs);

    /// <summary>
    /// Continues a sequence, after the accepted records were applied again: venues, instruments, then the latest observation of each feed, quantity
    /// and source, in the order in which they came. What those records moved in frames or blocks is replaced by the state.
    /// </summary>
    public void Restore(SequenceState state)
    {
        _nextNumber = state.NextNumber;
        _streamTimeMs = state.StreamTimeMs;
        _openedAtMs = state.OpenedAtMs;
        _closedAtMs = state.ClosedAtMs;
        _updateCount = state.UpdateCount;
        _changes.Clear();
        _changes.UnionWith(state.Changes);
        _blocks.Clear();
        foreach ((string venue, long block) in state.Blocks)
        {
            _blocks[venue] = block;
        }

        // What the last closed frame reported is the vector without the changes of the open one; those are counted when it closes.
        _vector.Clear();
        _digest = new VectorDigest();
        foreach (OracleInstrument instrument in _instruments.Values)
        {
            Enter(instrument.Terms.Id, Values(instrument, _closedAtMs));
        }
    }

    private void Touch(Change change)
    {
        if (_updateCount == 0)
        {
            _openedAtMs = _streamTimeMs;
        }

        _updateCount++;
        _changes.Add(change);
    }

    private IEnumerable<OracleVenueEntry> VenueEntries(bool all)
    {
        foreach (string venue in _venues.Keys)
        {
            bool terms = all || _changes.Contains(new(ChangeKind.VenueTerms, venue));
            if (terms || _changes.Contains(new(ChangeKind.VenueBlock, venue)))
            {
                yield return new OracleVenueEntry(venue, terms, _blocks.GetValueOrDefault(venue));
            }
        }
    }

    private IEnumerable<OracleInstrumentEntry> InstrumentEntries(bool all)
    {
        foreach ((string id, OracleInstrument instrument) in _instruments)
        {
            bool terms = all || _changes.Contains(new(ChangeKind.InstrumentTerms, id));
            bool isTouched = terms || _changes.Contains(new(ChangeKind.InstrumentValues, id));
            if (!isTouched && !_accrues)
            {
                continue;
            }

            MarketValues values = Values(instrument, _streamTimeMs);
            if (!isTouched && values == _vector.GetValueOrDefault(id))
            {
                continue;
            }

            Enter(id, values);
            OracleObservation? price = Last(instrument.PriceFeed, OracleQuantity.Price);
            yield return new(id, terms, values, price?.PublishedAtMs ?? 0, price?.Origin ?? ObservationOrigin.None);
        }
    }

    private void Enter(string instrument, MarketValues values)
    {
        _digest.Replace(instrument, _vector.GetValueOrDefault(instrument), values);
        _vector[instrument] = values;
    }
}
