using System.Buffers.Binary;
using System.Text;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// The changelog: accounts under <c>a/</c>, parked records under <c>p/</c>, digests of the risks that were told under <c>r/</c>, and the place in the frames
/// under <c>market</c>.
/// </content>
public sealed partial class MarginProcessor
{
    private const string ParkedPrefix = "p/", RiskPrefix = "r/";
    private (long KeyframeOffset, long FrameOffset) _cut = (-1, -1);

    private int CutBytes => (2 * sizeof(long)) + (_options.Partitioning == PositionPartitioning.Direct ? 0 : 1);

    private static ReadOnlySpan<byte> MarketKey => "market"u8;

    private static ReadOnlySpan<byte> AccountPrefix => "a/"u8;

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        if (key.StartsWith(AccountPrefix))
        {
            _engine.Restore(key[AccountPrefix.Length..], isTombstone ? [] : value);
            return;
        }

        if (key.SequenceEqual(MarketKey))
        {
            RequirePartitioning(value.Length);
            _cut = (BinaryPrimitives.ReadInt64BigEndian(value), BinaryPrimitives.ReadInt64BigEndian(value[sizeof(long)..]));
            return;
        }

        string name = Encoding.UTF8.GetString(key), id = name[Math.Min(name.Length, ParkedPrefix.Length)..];
        if (name.StartsWith(RiskPrefix, StringComparison.Ordinal))
        {
            _risks.Restore(id, value);
        }
        else if (name.StartsWith(ParkedPrefix, StringComparison.Ordinal))
        {
            _parked.Remove(id);
            if (!isTombstone)
            {
                AddParked(id, ParkedRecordCodec.Decode(value));
            }
        }
        else
        {
            throw new InvalidDataException($"expected a record of an account, a market's risk, a parked record or the market, but its key is {name}");
        }
    }

    /// <inheritdoc/>
    public void Restored()
    {
        if (_cut.FrameOffset >= 0)
        {
            RestoreMarket();
        }

        _engine.Restored();
    }

    /// <inheritdoc/>
    public void BeforeCommit(IProcessorContext context)
    {
        _engine.TakeChanges(new AccountStore(context));
        foreach (string key in _parkedDirty)
        {
            byte[]? value = _parked.TryGetValue(key, out ParkedRecord? parked) ? ParkedRecordCodec.Encode(parked) : null;
            context.Store(Encoding.UTF8.GetBytes(ParkedPrefix + key), value);
        }

        foreach ((string instrument, byte[] digest) in _risks.TakeDirty())
        {
            context.Store(Encoding.UTF8.GetBytes(RiskPrefix + instrument), digest);
        }

        context.Store(MarketKey.ToArray(), Cut());
        _parkedDirty.Clear();
    }

    /// <summary>Where the market stands: offsets of the latest keyframe and the latest frame; one byte longer where positions are repartitioned.</summary>
    private byte[] Cut()
    {
        byte[] cut = new byte[CutBytes];
        BinaryPrimitives.WriteInt64BigEndian(cut, _market.KeyframeOffset);
        BinaryPrimitives.WriteInt64BigEndian(cut.AsSpan(sizeof(long)), _market.FrameOffset);
        return cut;
    }

    /// <summary>The places that the state holds, and the offsets of the cut, are of another topic then.</summary>
    private void RequirePartitioning(int cutBytes)
    {
        if (cutBytes != CutBytes)
        {
            throw new InvalidDataException(
                $"the state of partition {_options.Partition} was made of positions that were partitioned otherwise: that needs another application id");
        }
    }

    /// <summary>Frames move the market alone until the engine is told that everything was taken back, so no effect can come of them.</summary>
    private void RestoreMarket()
    {
        foreach (LogRecord record in _history.Read(_cut.KeyframeOffset, _cut.FrameOffset))
        {
            _engine.Apply(_market.Take(_frames.Decode(record), record.Offset), _effects);
        }

        if (_market.FrameOffset != _cut.FrameOffset)
        {
            throw new InvalidDataException($"expected a frame at offset {_cut.FrameOffset}, where this task's cut stands, but there is none");
        }
    }

    /// <summary>States of accounts on their way into the changelog.</summary>
    private sealed class AccountStore(IProcessorContext context) : IStateSink
    {
        public void Put(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state) => context.Store(KeyOf(account), state.ToArray());

        public void Remove(ReadOnlySpan<byte> account) => context.Store(KeyOf(account), null);

        private static byte[] KeyOf(ReadOnlySpan<byte> account) => [.. AccountPrefix, .. account];
    }
}
