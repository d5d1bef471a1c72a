using System.Buffers;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// A snapshot with a piece after each commit; when it is whole, another processor goes on from it and from what was stored since its beginning, and the next
/// snapshot begins.
/// </summary>
internal sealed class PieceRun
{
    private readonly Func<MarginProcessor> _make;
    private readonly List<byte[]> _written = [];
    private ISnapshotPieces _pieces;

    public PieceRun(MarginProcessor first, Func<MarginProcessor> make, MemoryContext context)
    {
        _make = make;
        _pieces = first.BeginSnapshot();
        context.Tail.Clear();
    }

    public int RestoreCount { get; private set; }

    public int PieceCountMax { get; private set; }

    /// <summary>The processor that goes on, where another one does.</summary>
    public MarginProcessor? AfterCommit(MarginProcessor present, MemoryContext context)
    {
        var piece = new ArrayBufferWriter<byte>();
        if (_pieces.WriteNext(piece))
        {
            _written.Add(piece.WrittenSpan.ToArray());
            return null;
        }

        Assert.Equal(0, piece.WrittenCount);
        MarginProcessor other = _make();
        _written.ForEach(one => other.ReadPiece(one));
        context.Tail.ForEach(one => other.Restore(one.Key, one.Value, isTombstone: one.Value is null));
        other.Restored();
        Assert.Equal(present.Engine.Accounts().Select(AccountText), other.Engine.Accounts().Select(AccountText));
        RestoreCount++;
        PieceCountMax = Math.Max(PieceCountMax, _written.Count);
        _written.Clear();
        context.Tail.Clear();
        _pieces = other.BeginSnapshot();
        return other;
    }

    private static string AccountText(Engine.AccountState state) => $"{state.Account} {Convert.ToHexString(Engine.AccountStateCodec.Encode(state))}";
}
