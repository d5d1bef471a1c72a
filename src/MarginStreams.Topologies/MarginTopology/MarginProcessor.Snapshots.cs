using System.Buffers;
using System.Text;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <content>
/// Snapshots: a piece is a version and records of the changelog, key and value each with its length, as they would be written at that moment. Accounts come
/// first, some thousands a piece; the last piece has everything else.
/// </content>
public sealed partial class MarginProcessor : ISnapshotState
{
    private const byte PieceVersion = 1;

    /// <summary>Accounts in a piece at most: what takes a few milliseconds.</summary>
    private const int PieceAccountsMax = 1 << 13;

    /// <summary>A piece ends with the account that makes it longer than this, bytes.</summary>
    private const int PieceBytesFull = 1 << 20;

    /// <summary>Accounts in a piece at most; tests have smaller ones.</summary>
    internal int PieceAccounts { get; init; } = PieceAccountsMax;

    /// <inheritdoc/>
    public ISnapshotPieces BeginSnapshot() => new Pieces(this);

    /// <inheritdoc/>
    public void ReadPiece(ReadOnlySpan<byte> piece)
    {
        var reader = new StateReader(piece, PieceVersion, "a piece of a snapshot");
        while (!reader.IsAtEnd)
        {
            ReadOnlySpan<byte> key = reader.ReadBytes();
            Restore(key, reader.ReadBytes(), isTombstone: false);
        }
    }

    private sealed class Pieces(MarginProcessor processor) : ISnapshotPieces, IStateSink
    {
        private readonly IStateWalk _walk = processor._engine.Walk();
        private readonly StateWriter _piece = new();
        private bool _isDone;

        public bool WriteNext(IBufferWriter<byte> piece)
        {
            if (_isDone)
            {
                return false;
            }

            _piece.Clear();
            _piece.WriteByte(PieceVersion);
            for (int count = 0; count < processor.PieceAccounts && _piece.Written.Length < PieceBytesFull && !_isDone; count++)
            {
                _isDone = !_walk.TryNext(this);
            }

            if (_isDone)
            {
                PutTheRest();
            }

            piece.Write(_piece.Written);
            return true;
        }

        public void Put(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state)
        {
            _piece.WriteLong(AccountPrefix.Length + account.Length);
            _piece.WriteRaw(AccountPrefix);
            _piece.WriteRaw(account);
            _piece.WriteBytes(state);
        }

        public void Remove(ReadOnlySpan<byte> account) => throw new InvalidOperationException("a walk meets those who are there");

        private void PutTheRest()
        {
            foreach ((string key, ParkedRecord parked) in processor._parked.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                PutRecord(Encoding.UTF8.GetBytes(ParkedPrefix + key), ParkedRecordCodec.Encode(parked));
            }

            foreach ((string instrument, byte[] digest) in processor._risks.All())
            {
                PutRecord(Encoding.UTF8.GetBytes(RiskPrefix + instrument), digest);
            }

            PutRecord(MarketKey, processor.Cut());
        }

        private void PutRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            _piece.WriteBytes(key);
            _piece.WriteBytes(value);
        }
    }
}
