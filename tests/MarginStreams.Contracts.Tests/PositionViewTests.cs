using System.Numerics;
using System.Text;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>A view of a position says what its codec says, of whatever bytes; and it takes those that nearly all records are.</summary>
public sealed class PositionViewTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char["ab:/ä€"], 0, 8];
    private static readonly Gen<BigInteger> Narrow = Gen.Select(Gen.Byte.Array[1, 16], bytes => new BigInteger(bytes));
    private static readonly Gen<BigInteger> Wide = Gen.Select(Gen.Byte.Array[1, 31], bytes => new BigInteger(bytes));

    private static readonly Gen<ChainPosition?> Chains =
        Gen.Select(Gen.Long[0, 1L << 50], Gen.Long[0, 1L << 50], Names, Gen.Int, Gen.Enum<Finality>())
            .Select((chain, block, hash, index, finality) =>
                new ChainPosition { ChainId = chain, BlockNumber = block, BlockHash = hash, LogIndex = index, TxHash = hash, Finality = finality }).Null();

    [Fact]
    public void TryRead_PositionWithoutAttributes_IsRead() => Positions(Narrow).Sample(position =>
    {
        Assert.True(PositionView.TryRead(RecordCodecs.Position.Encode(position), out PositionView view));
        Same(position, view);
    });

    [Fact]
    public void TryRead_AnyBytes_SaysWhatTheCodecSaysOrNothing()
    {
        int read = 0;
        Gen.Select(Positions(Gen.OneOf(Narrow, Wide)), Gen.Int[0, 1000], Gen.Byte, Gen.Bool).Sample((position, at, value, isCut) =>
        {
            if (at % 5 == 0)
            {
                position.Attributes = new Dictionary<string, BigInteger> { ["a"] = 1 };
            }

            byte[] bytes = RecordCodecs.Position.Encode(position);
            bytes[at % bytes.Length] = value;
            bytes = isCut ? bytes[..(at % bytes.Length)] : bytes;
            if (PositionView.TryRead(bytes, out PositionView view))
            {
                Position decoded = RecordCodecs.Position.Decode(bytes);
                Assert.Empty(decoded.Attributes);
                Same(decoded, view);
                Interlocked.Increment(ref read);
            }
        });
        Assert.True(read > 0);
    }

    [Fact]
    public void TryRead_CauseBeyondAnyNumber_IsRefused()
    {
        // Two empty names, three amounts of one byte, no attributes, and a cause of nine bytes.
        byte[] bytes = [0, 0, 2, 1, 2, 1, 2, 1, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0];
        Assert.False(PositionView.TryRead(bytes, out _));
    }

    private static Gen<Position> Positions(Gen<BigInteger> amounts) =>
        from account in Names
        from instrument in Names
        from size in amounts
        from cost in amounts
        from settled in amounts
        from cause in Gen.Enum<PositionCause>()
        from chain in Chains
        from remaining in Gen.Int
        select new Position
        {
            Account = account,
            Instrument = instrument,
            Size = size,
            Cost = cost,
            SettledIndex = settled,
            Cause = cause,
            Chain = chain,
            RemainingInBlock = remaining,
        };

    private static void Same(Position position, in PositionView view)
    {
        Assert.Equal((position.Account, position.Instrument), (Encoding.UTF8.GetString(view.Account), Encoding.UTF8.GetString(view.Instrument)));
        Assert.Equal((position.Size, position.Cost, position.SettledIndex), ((BigInteger)view.Size, (BigInteger)view.Cost, (BigInteger)view.SettledIndex));
        Assert.Equal((position.Cause, position.Chain?.BlockNumber ?? 0), (view.Cause, view.BlockNumber));
        Assert.Equal(position.RemainingInBlock, view.RemainingInBlock);
    }
}
