using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// Positions of instruments, and attributes of accounts of venues, that no frame has defined yet. Definitions travel on other topics, so what needs them may
/// come first: its account cannot be judged until they are there. Then it is checked as if it came now. After so many frames without the definition the
/// record is a dead letter. Either way what must not be is taken out again. A later record of the same key takes the place of the one that waits, which then
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
        if (waits || _parked.Count > 0)
        {
            Park(RecordKeys.Position(change.Account, change.Instrument), waits, new(change.Account, change.Instrument, _market.Frame, record));
        }
    }

    private void Park(LogRecord record, AccountEvent change)
    {
        bool waits = change.Attributes is { Count: > 0 } && _market.RulesOf(change.Account) is null;
        if (waits || _parked.Count > 0)
        {
            Park(change.Account, waits, new(change.Account, ParkedRecord.NoInstrument, _market.Frame, record));
        }
    }

    private void Park(string key, bool waits, ParkedRecord parked)
    {
        if (waits)
        {
            AddParked(key, _parked.TryGetValue(key, out ParkedRecord? former) ? parked with { SinceFrame = former.SinceFrame } : parked);
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

    /// <summary>Before anyone is judged by the frame: attributes that the venue's rule set does not know must not count for a moment.</summary>
    private void SettleParkedAccounts(Frame frame, IProcessorContext context)
    {
        if (_parked.Count > 0 && (IsOverdue(_parkedSinceFrameMin) || frame.Venues.Any(static entry => entry.Definition is not null)))
        {
            SettleParked(context, static parked => parked.IsAccount);
        }
    }

    private void SettleParkedPositions(Frame frame, IProcessorContext context)
    {
        if (_parked.Count > 0 && (IsOverdue(_parkedSinceFrameMin) || frame.Instruments.Any(static entry => entry.Definition is not null)))
        {
            SettleParked(context, static parked => !parked.IsAccount);
        }
    }

    private void SettleParked(IProcessorContext context, Func<ParkedRecord, bool> isOfKind)
    {
        foreach ((string key, ParkedRecord parked) in _parked.Where(one => isOfKind(one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal).ToArray())
        {
            bool isDefined = parked.IsAccount ? _market.RulesOf(parked.Account) is not null : _market.Instrument(parked.Instrument) is not null;
            if (!isDefined && !IsOverdue(parked.SinceFrame))
            {
                continue;
            }

            _parked.Remove(key);
            _parkedDirty.Add(key);
            if (Refuse(parked) is { } refusal)
            {
                context.DeadLetter(parked.Record, refusal.Reason, refusal.Error);
                TakeOut(parked);
            }
        }

        _parkedSinceFrameMin = _parked.Count == 0 ? long.MaxValue : _parked.Values.Min(static parked => parked.SinceFrame);
    }

    private bool IsOverdue(long sinceFrame) => _market.Frame - sinceFrame >= _options.MaxAwaitFrames;

    private Refusal? Refuse(ParkedRecord parked)
    {
        object decoded = _wire.Deserialize(parked.Record.Topic, parked.Record.Value!);
        return decoded is Account account ? Refuse(account) : Refuse((Position)decoded);
    }

    private Refusal? Refuse(Account account) =>
        _market.RulesOf(account.Id) is { } rules
            ? AccountMapping.CheckAttributes(account, rules)
            : new("UnknownVenue", $"venue {MarketView.VenueOf(account.Id)} was not defined within {_options.MaxAwaitFrames} frames");

    private Refusal? Refuse(Position position)
    {
        Instrument? instrument = _market.Instrument(position.Instrument);
        if (instrument is null)
        {
            return new("UnknownInstrument", $"instrument {position.Instrument} was not defined within {_options.MaxAwaitFrames} frames");
        }

        if (instrument.Venue != MarketView.VenueOf(position.Account))
        {
            return new(nameof(RejectReason.VenueMismatch), AccountMapping.VenueMismatch(position.Account, instrument));
        }

        bool isMismatch = (instrument.Side == Contracts.InstrumentSide.Deposit && position.Size.Sign < 0)
            || (instrument.Side == Contracts.InstrumentSide.Debt && position.Size.Sign > 0);
        return isMismatch ? new(nameof(RejectReason.SideMismatch), AccountMapping.SideMismatch(position.Account, instrument)) : null;
    }

    /// <summary>Not a record of the account: what it awaits, it goes on awaiting.</summary>
    private void TakeOut(ParkedRecord parked)
    {
        AccountState? account = _engine.Find(parked.Account);
        if (account is null)
        {
            return;
        }

        long offset = account.PositionOffset, block = account.Await?.BlockNumber ?? 0;
        int remaining = account.Await?.RemainingInBlock ?? 0;
        if (parked.IsAccount)
        {
            _engine.Apply(new AccountEvent(parked.Account, offset, null, block, remaining), _effects);
        }
        else
        {
            _engine.Apply(new HoldingEvent(parked.Account, parked.Instrument, offset, null, HoldingCause.Unknown, block, remaining), _effects);
        }
    }
}
