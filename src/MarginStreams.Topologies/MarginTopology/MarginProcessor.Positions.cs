using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>Records of the topic of positions, at the places where their indexer wrote them.</content>
public sealed partial class MarginProcessor
{
    private void TakePosition(LogRecord record, IProcessorContext context)
    {
        if (_parked.Count == 0 && _inputs.TryPosition(record, out PositionView position) && TryTake(record, position))
        {
            _effects.Counts.Records++;
            return;
        }

        Refusal? refusal = _inputs.Decode(record, out string key, out object? decoded) ?? Take(record, key, decoded);
        if (refusal is not null)
        {
            context.DeadLetter(record, refusal.Reason, refusal.Error);
            return;
        }

        _effects.Counts.Records++;
    }

    /// <summary>A position of an instrument that is defined, in its partition; false, and nothing taken, for any other.</summary>
    private bool TryTake(LogRecord record, in PositionView position) =>
        AccountPartitioner.PartitionOf(position.Account, _options.PartitionCount) == _options.Partition
        && _market.Instrument(position.Instrument) is not null
        && _engine.Apply(ToEvent(position, _places.Keep(record)), _effects) == RejectReason.None;

    private static NarrowHoldingEvent ToEvent(in PositionView position, long offset) => new()
    {
        Account = position.Account,
        Instrument = position.Instrument,
        Offset = offset,
        Size = position.Size,
        Cost = position.Cost,
        SettledIndex = position.SettledIndex,
        Cause = AccountMapping.Cause(position.Cause),
        BlockNumber = position.BlockNumber,
        RemainingInBlock = position.RemainingInBlock,
    };

    private Refusal? Take(LogRecord record, string key, object? decoded) => decoded switch
    {
        null => TakeTombstone(record, key),
        Position position => Take(record, position),
        Account account => Take(record, account),
        Progress progress => ProgressCheck.Place(progress, record),
        _ => Refusal.Unexpected(decoded, record.Topic),
    };

    private Refusal? Take(LogRecord record, Position position)
    {
        var holding = new Holding(position.Size, position.Cost, position.SettledIndex);
        var change = new HoldingEvent(
            position.Account,
            position.Instrument,
            _places.Keep(record),
            holding,
            AccountMapping.Cause(position.Cause),
            position.Chain?.BlockNumber ?? 0,
            position.RemainingInBlock);
        return CheckPlace(position.Account) ?? AccountMapping.CheckAttributes(position) ?? Take(record, change);
    }

    private Refusal? Take(LogRecord record, Account account)
    {
        var change = new AccountEvent(account.Id, _places.Keep(record), account.Attributes, account.Chain?.BlockNumber ?? 0, account.RemainingInBlock);
        return CheckPlace(account.Id)
            ?? (_market.RulesOf(account.Id) is { } rules ? AccountMapping.CheckAttributes(account, rules) : null)
            ?? Take(record, change);
    }

    /// <summary>What closes can be told by its key alone: an account's holding, its attributes, or an indexer's progress, which nobody keeps.</summary>
    private Refusal? TakeTombstone(LogRecord record, string key)
    {
        if (key.StartsWith(RecordKeys.ProgressPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        int slash = key.IndexOf('/', StringComparison.Ordinal);
        string account = slash < 0 ? key : key[..slash];
        if (InputNames.Check("account", account) is { } unnamed)
        {
            return unnamed;
        }

        if (slash < 0)
        {
            return CheckPlace(account) ?? Take(record, new AccountEvent(account, _places.Keep(record), null, 0, 0));
        }

        string instrument = key[(slash + 1)..];
        return InputNames.Check("instrument", instrument)
            ?? CheckPlace(account)
            ?? Take(record, new HoldingEvent(account, instrument, _places.Keep(record), null, HoldingCause.Unknown, 0, 0));
    }

    private Refusal? Take(LogRecord record, HoldingEvent change)
    {
        RejectReason rejected = _engine.Apply(change, _effects);
        if (rejected != RejectReason.None)
        {
            return new(rejected.ToString(), Expectation(rejected, change.Account, change.Instrument));
        }

        Park(record, change);
        return null;
    }

    private Refusal? Take(LogRecord record, AccountEvent change)
    {
        RejectReason rejected = _engine.Apply(change, _effects);
        if (rejected != RejectReason.None)
        {
            return new(rejected.ToString(), Expectation(rejected, change.Account, ""));
        }

        Park(record, change);
        return null;
    }

    private Refusal? CheckPlace(string account)
    {
        int right = AccountPartitioner.PartitionOf(account, _options.PartitionCount);
        return right == _options.Partition
            ? null
            : new("WrongPartition", $"account {account} belongs into partition {right} of {_options.PartitionCount}, but it is in {_options.Partition}");
    }

    private string Expectation(RejectReason rejected, string account, string instrument) => rejected switch
    {
        RejectReason.AccountIdInvalid => $"expected an account id venue:rest, but it is {account}",
        RejectReason.VenueMismatch => AccountMapping.VenueMismatch(account, _market.Instrument(instrument)!),
        RejectReason.SideMismatch => AccountMapping.SideMismatch(account, _market.Instrument(instrument)!),
        RejectReason.RemainingNegative => "remainingInBlock must not be negative",
        _ => throw new InvalidOperationException($"{rejected} is no reason to refuse"),
    };
}
