using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// Positions of instruments that no frame has defined yet. Instruments and positions travel on different topics, so a position may come first: its account cannot be
/// judged until the instrument is there. After so many frames the record is a dead letter, and the holding is taken out again.
/// </content>
public sealed partial class MarginProcessor
{
    private readonly SortedDictionary<string, ParkedRecord> _parked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parkedDirty = new(StringComparer.Ordinal);

    private void Park(LogRecord record, string account, string instrument, bool isTombstone)
    {
        string key = $"{account}/{instrument}";
        bool wait = !isTombstone && _market.Instrument(instrument) is null;
        if (wait)
        {
            _parked[key] = new ParkedRecord(account, instrument, _market.Frame, record);
            _parkedDirty.Add(key);
        }
        else if (_parked.Remove(key))
        {
            _parkedDirty.Add(key);
        }
    }

    private void SettleParked(Frame frame, IProcessorContext context)
    {
        if (_parked.Count == 0)
        {
            return;
        }

        foreach ((string key, ParkedRecord parked) in _parked.ToArray())
        {
            Instrument? instrument = _market.Instrument(parked.Instrument);
            Refusal? refusal = instrument is null ? Overdue(parked, frame.Number) : Misplaced(parked, instrument);
            if (refusal is not null)
            {
                context.DeadLetter(parked.Record, refusal.Reason, refusal.Error);
                TakeOut(parked);
            }

            if (refusal is not null || instrument is not null)
            {
                _parked.Remove(key);
                _parkedDirty.Add(key);
            }
        }
    }

    private Refusal? Overdue(ParkedRecord parked, long frame) =>
        frame - parked.SinceFrame < _options.MaxAwaitFrames
            ? null
            : new("UnknownInstrument", $"instrument {parked.Instrument} was not defined within {_options.MaxAwaitFrames} frames");

    private static Refusal? Misplaced(ParkedRecord parked, Instrument instrument) =>
        instrument.Venue == MarketView.VenueOf(parked.Account)
            ? null
            : new(
                nameof(RejectReason.VenueMismatch),
                $"account {parked.Account} cannot hold {parked.Instrument}, which belongs to venue {instrument.Venue}");

    private void TakeOut(ParkedRecord parked)
    {
        long offset = _engine.Find(parked.Account)?.PositionOffset ?? parked.Record.Offset;
        _engine.Apply(new HoldingEvent(parked.Account, parked.Instrument, offset, null, HoldingCause.Unknown, 0, 0), _effects);
        _dirty.Add(parked.Account);
    }
}

/// <summary>A position that waits for its instrument.</summary>
internal sealed record ParkedRecord(string Account, string Instrument, long SinceFrame, LogRecord Record);
