using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// Positions of instruments that no frame has defined yet. Instruments and positions travel on different topics, so a position may come first: its account
/// cannot be judged until the instrument is there. Then the position is checked as if it came now. After so many frames without the instrument the record is
/// a dead letter. Either way a holding that must not be is taken out again. A later record of the same key takes the place of the one that waits, which then
/// never counted, but not its time: an indexer that repeats itself must not keep an account from being judged for ever.
/// </content>
public sealed partial class MarginProcessor
{
    private readonly Dictionary<string, ParkedRecord> _parked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parkedDirty = new(StringComparer.Ordinal);
    private long _parkedSinceFrameMin = long.MaxValue;

    private void Park(LogRecord record, HoldingEvent change)
    {
        bool holds = change.Holding is not (null or { Size.IsZero: true, Cost.IsZero: true, SettledIndex.IsZero: true });
        bool waits = holds && _market.Instrument(change.Instrument) is null;
        if (!waits && _parked.Count == 0)
        {
            return;
        }

        string key = RecordKeys.Position(change.Account, change.Instrument);
        if (waits)
        {
            long since = _parked.TryGetValue(key, out ParkedRecord? former) ? former.SinceFrame : _market.Frame;
            AddParked(key, new ParkedRecord(change.Account, change.Instrument, since, record));
            _parkedDirty.Add(key);
        }
        else if (_parked.Remove(key))
        {
            _parkedDirty.Add(key);
        }
    }

    private void AddParked(string key, ParkedRecord parked)
    {
        _parked[key] = parked;
        _parkedSinceFrameMin = Math.Min(_parkedSinceFrameMin, parked.SinceFrame);
    }

    private void SettleParked(Frame frame, IProcessorContext context)
    {
        bool isDue = _parked.Count > 0
            && (IsOverdue(_parkedSinceFrameMin) || frame.Instruments.Any(static entry => entry.Definition is not null));
        if (!isDue)
        {
            return;
        }

        KeyValuePair<string, ParkedRecord>[] candidates = [.. _parked.OrderBy(parked => parked.Key, StringComparer.Ordinal)];
        _parkedSinceFrameMin = long.MaxValue;
        foreach ((string key, ParkedRecord parked) in candidates)
        {
            Instrument? instrument = _market.Instrument(parked.Instrument);
            if (instrument is null && !IsOverdue(parked.SinceFrame))
            {
                _parkedSinceFrameMin = Math.Min(_parkedSinceFrameMin, parked.SinceFrame);
                continue;
            }

            _parked.Remove(key);
            _parkedDirty.Add(key);
            if (Refuse(parked, instrument) is { } refusal)
            {
                context.DeadLetter(parked.Record, refusal.Reason, refusal.Error);
                TakeOut(parked);
            }
        }
    }

    private bool IsOverdue(long sinceFrame) => _market.Frame - sinceFrame >= _options.MaxAwaitFrames;

    private Refusal? Refuse(ParkedRecord parked, Instrument? instrument)
    {
        if (instrument is null)
        {
            return new("UnknownInstrument", $"instrument {parked.Instrument} was not defined within {_options.MaxAwaitFrames} frames");
        }

        if (instrument.Venue != MarketView.VenueOf(parked.Account))
        {
            return new(nameof(RejectReason.VenueMismatch), AccountMapping.VenueMismatch(parked.Account, instrument));
        }

        BigInteger size = SizeOf(parked);
        bool isMismatch = (instrument.Side == Contracts.InstrumentSide.Deposit && size.Sign < 0)
            || (instrument.Side == Contracts.InstrumentSide.Debt && size.Sign > 0);
        return isMismatch ? new(nameof(RejectReason.SideMismatch), AccountMapping.SideMismatch(parked.Account, instrument)) : null;
    }

    private BigInteger SizeOf(ParkedRecord parked) =>
        ((Position)_wire.Deserialize(parked.Record.Topic, parked.Record.Value!)).Size;

    /// <summary>Not a record of the account: what it awaits, it goes on awaiting.</summary>
    private void TakeOut(ParkedRecord parked)
    {
        AccountState? account = _engine.Find(parked.Account);
        if (account is null)
        {
            return;
        }

        var removal = new HoldingEvent(
            parked.Account,
            parked.Instrument,
            account.PositionOffset,
            null,
            HoldingCause.Unknown,
            account.Await?.BlockNumber ?? 0,
            account.Await?.RemainingInBlock ?? 0);
        _engine.Apply(removal, _effects);
        _dirty.Add(parked.Account);
    }
}
