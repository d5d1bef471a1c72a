using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>Records of the topic of positions.</content>
public sealed partial class MarginProcessor
{
    private const string ProgressPrefix = "!progress/";

    private void TakePosition(LogRecord record, IProcessorContext context)
    {
        string key = KeyText(record);
        Refusal? refusal = Decode(record, out object? decoded) ?? CheckKey(record, key, decoded) ?? Take(record, key, decoded);
        if (refusal is not null)
        {
            context.DeadLetter(record, refusal.Reason, refusal.Error);
            return;
        }

        _effects.Counts.Records++;
    }

    private Refusal? CheckKey(LogRecord record, string key, object? decoded)
    {
        if (key.Length == 0)
        {
            return new("KeyMissing", "expected a key: account/instrument, or account");
        }

        if (decoded is not null && decoded is not (Position or Account or Progress))
        {
            return new("UnexpectedRecord", $"a {decoded.GetType().Name} does not belong into {record.Topic}");
        }

        if (decoded is not null && RecordIdentity.KeyOf(decoded) is { } expected && expected != key)
        {
            return new("KeyMismatch", $"expected the key {expected}, but it is {key}");
        }

        if (key.StartsWith(ProgressPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        string account = AccountOf(key);
        int partition = AccountPartitioner.PartitionOf(account, _options.PartitionCount);
        return partition == record.Partition
            ? null
            : new("WrongPartition", $"account {account} belongs into partition {partition} of {_options.PartitionCount}, but it is in {record.Partition}");
    }

    private Refusal? Take(LogRecord record, string key, object? decoded)
    {
        switch (decoded)
        {
            case Progress:
                return null;
            case Position position:
                var holding = new Holding(position.Size, position.Cost, position.SettledIndex);
                return Take(record, position.Account, position.Instrument, holding, Cause(position.Cause), position.Chain, position.RemainingInBlock);
            case Account account:
                var attributes = new AccountEvent(
                    account.Id, record.Offset, account.Attributes, account.Chain?.BlockNumber ?? 0, account.RemainingInBlock);
                return Took(account.Id, _engine.Apply(attributes, _effects));
            default:
                return TakeTombstone(record, key);
        }
    }

    private Refusal? TakeTombstone(LogRecord record, string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return key.StartsWith(ProgressPrefix, StringComparison.Ordinal) ? null
            : slash >= 0 ? Take(record, key[..slash], key[(slash + 1)..], null, HoldingCause.Unknown, null, 0)
            : Took(key, _engine.Apply(new AccountEvent(key, record.Offset, null, 0, 0), _effects));
    }

    private Refusal? Take(
        LogRecord record, string account, string instrument, Holding? holding, HoldingCause cause, ChainPosition? chain, int remaining)
    {
        var change = new HoldingEvent(account, instrument, record.Offset, holding, cause, chain?.BlockNumber ?? 0, remaining);
        RejectReason rejected = _engine.Apply(change, _effects);
        if (rejected == RejectReason.None)
        {
            Park(record, account, instrument, holding is null);
        }

        return Took(account, rejected, instrument);
    }

    private Refusal? Took(string account, RejectReason rejected, string instrument = "")
    {
        if (rejected != RejectReason.None)
        {
            return new(rejected.ToString(), Expectation(rejected, account, instrument));
        }

        _dirty.Add(account);
        if (_engine.Find(account)?.Await is not null)
        {
            _awaiting.Add(account);
        }

        return null;
    }

    private string Expectation(RejectReason rejected, string account, string instrument) => rejected switch
    {
        RejectReason.AccountIdInvalid => $"expected an account id venue:rest, but it is {account}",
        RejectReason.VenueMismatch =>
            $"account {account} cannot hold {instrument}, which belongs to venue {_market.Instrument(instrument)?.Venue}",
        RejectReason.SideMismatch => $"a holding of {instrument} must have the sign of its side, {_market.Instrument(instrument)?.Side}",
        RejectReason.RemainingNegative => "remainingInBlock must not be negative",
        _ => rejected.ToString(),
    };

    private static string AccountOf(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }

    private static HoldingCause Cause(PositionCause cause) => cause switch
    {
        PositionCause.Trade => HoldingCause.Trade,
        PositionCause.Transfer => HoldingCause.Transfer,
        PositionCause.Liquidation => HoldingCause.Liquidation,
        PositionCause.Adl => HoldingCause.Adl,
        PositionCause.Settlement => HoldingCause.Settlement,
        PositionCause.Reorg => HoldingCause.Reorg,
        _ => HoldingCause.Unknown,
    };
}
