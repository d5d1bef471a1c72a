using System.Buffers.Binary;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// The changelog: accounts under <c>a/</c>, parked records under <c>p/</c>, digests of the risks that were told under <c>r/</c>, and the place in the frames
/// under <c>market</c>.
/// </content>
public sealed partial class MarginProcessor
{
    private const string MarketKey = "market";
    private const string AccountPrefix = "a/";
    private const string ParkedPrefix = "p/";
    private const string RiskPrefix = "r/";
    private readonly Dictionary<string, byte[]> _restoring = new(StringComparer.Ordinal);
    private (long KeyframeOffset, long FrameOffset) _cut = (-1, -1);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        string name = Encoding.UTF8.GetString(key);
        if (name == MarketKey)
        {
            _cut = (BinaryPrimitives.ReadInt64BigEndian(value), BinaryPrimitives.ReadInt64BigEndian(value[8..]));
            return;
        }

        string id = name[2..];
        if (name.StartsWith(AccountPrefix, StringComparison.Ordinal))
        {
            _restoring.Remove(id);
            if (!isTombstone)
            {
                _restoring[id] = value.ToArray();
            }
        }
        else if (name.StartsWith(RiskPrefix, StringComparison.Ordinal))
        {
            _risks.Restore(id, value);
        }
        else
        {
            _parked.Remove(id);
            if (!isTombstone)
            {
                AddParked(id, ParkedRecordCodec.Decode(value));
            }
        }
    }

    /// <inheritdoc/>
    public void Restored()
    {
        if (_cut.FrameOffset >= 0)
        {
            RestoreMarket();
        }

        // A changelog holds many states of an account until it is compacted, of which only the last is worth reading.
        foreach ((string id, byte[] value) in _restoring)
        {
            AccountState account = AccountStateCodec.Decode(id, value);
            _engine.Restore(account);
            _effects.Bands.Restored(account);
            if (account.Await is not null)
            {
                _awaiting.Add(account.Account);
            }
        }

        _restoring.Clear();
    }

    /// <inheritdoc/>
    public void BeforeCommit(IProcessorContext context)
    {
        foreach (string account in _dirty)
        {
            AccountState? state = _engine.Find(account);
            context.Store(KeyOf(AccountPrefix, account), state is null ? null : AccountStateCodec.Encode(state));
        }

        foreach (string key in _parkedDirty)
        {
            byte[]? value = _parked.TryGetValue(key, out ParkedRecord? parked) ? ParkedRecordCodec.Encode(parked) : null;
            context.Store(KeyOf(ParkedPrefix, key), value);
        }

        foreach ((string instrument, byte[] digest) in _risks.TakeDirty())
        {
            context.Store(KeyOf(RiskPrefix, instrument), digest);
        }

        byte[] cut = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(cut, _market.KeyframeOffset);
        BinaryPrimitives.WriteInt64BigEndian(cut.AsSpan(8), _market.FrameOffset);
        context.Store(Encoding.UTF8.GetBytes(MarketKey), cut);
        _dirty.Clear();
        _parkedDirty.Clear();
    }

    /// <summary>Frames move the market alone while there is no account yet, so no effect can come of them.</summary>
    private void RestoreMarket()
    {
        foreach (LogRecord record in _history.Read(_cut.KeyframeOffset, _cut.FrameOffset))
        {
            _engine.Apply(_market.Take(FrameOf(record), record.Offset), _effects);
        }

        if (_market.FrameOffset != _cut.FrameOffset)
        {
            throw new InvalidDataException($"expected a frame at offset {_cut.FrameOffset}, where this task's cut stands, but there is none");
        }
    }

    private static byte[] KeyOf(string prefix, string id)
    {
        byte[] key = new byte[Encoding.UTF8.GetByteCount(prefix) + Encoding.UTF8.GetByteCount(id)];
        int length = Encoding.UTF8.GetBytes(prefix, key);
        Encoding.UTF8.GetBytes(id, key.AsSpan(length));
        return key;
    }
}
