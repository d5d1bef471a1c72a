using System.Numerics;
using CsCheck;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>State comes back from the changelog as it went in, and bytes that nobody wrote are an error rather than another state.</summary>
public sealed class StateCodecTests
{
    private static readonly Gen<BigInteger> Amounts = Gen.Select(Gen.Byte.Array[0, 32], bytes => new BigInteger(bytes));

    private static readonly Gen<AccountState> States =
        from offset in Gen.Long
        from attributes in Gen.Select(Gen.String, Amounts, KeyValuePair.Create).Array[0, 3].Null()
        from holdings in Gen.Select(Gen.String, Amounts, Amounts, Amounts, (name, a, b, c) => KeyValuePair.Create(name, new Holding(a, b, c))).Array[0, 4]
        from episode in Gen.Select(Gen.Int, Gen.Long, Gen.Long, Gen.Int, Gen.Bool, Gen.Bool, Gen.Long)
            .Select((partition, frame, at, sequence, held, bankrupt, expires) =>
                new EpisodeState(new EpisodeId(partition, frame, at), sequence, held, bankrupt, expires)).Null()
        from band in Gen.Enum<AccountBand>().Nullable()
        from awaits in Gen.Select(Gen.Int, Gen.Long, Gen.Long, (remaining, block, since) => new AwaitState(remaining, block, since)).Null()
        from warning in Gen.Long
        select new AccountState("v:ä", offset, attributes, holdings, episode, band, awaits, warning);

    [Fact]
    public void Account_AnyState_ComesBack() => States.Sample(state =>
    {
        AccountState back = AccountStateCodec.Decode(state.Account, AccountStateCodec.Encode(state));
        Assert.Equal(StateHash.Of(state), StateHash.Of(back));
        Assert.Equal(state.PositionOffset, back.PositionOffset);
    });

    [Fact]
    public void Account_BytesCutOrChanged_NeverPassUnnoticedAsLonger() => Gen.Select(States, Gen.Int[0, 1000], Gen.Byte).Sample((state, at, value) =>
    {
        byte[] bytes = AccountStateCodec.Encode(state);
        Assert.Throws<InvalidDataException>(() => AccountStateCodec.Decode("v:ä", bytes.AsSpan(0, at % bytes.Length)));
        Assert.Throws<InvalidDataException>(() => AccountStateCodec.Decode("v:ä", [.. bytes, value]));

        // Any other byte is another state or an error, but never a failure of another kind.
        bytes[at % bytes.Length] = value;
        try
        {
            AccountStateCodec.Decode("v:ä", bytes);
        }
        catch (InvalidDataException)
        {
            // As it should.
        }
    });

    [Fact]
    public void Sequence_AnyState_ComesBack()
    {
        Gen<SequenceState> states =
            from numbers in Gen.Select(Gen.Long, Gen.Long, Gen.Long, Gen.Int, Gen.Long)
            from changes in Gen.Select(Gen.Enum<ChangeKind>(), Gen.String, (kind, id) => new Change(kind, id)).Array[0, 5]
            from blocks in Gen.Select(Gen.String, Gen.Long, KeyValuePair.Create).Array[0, 3]
            select new SequenceState(numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, changes, blocks, numbers.Item5);
        states.Sample(state =>
        {
            SequenceState back = SequenceCodec.Decode(SequenceCodec.Encode(state));
            Assert.Equal(state with { Changes = [], Blocks = [] }, back with { Changes = [], Blocks = [] });
            Assert.Equal(state.Changes, back.Changes);
            Assert.Equal(state.Blocks, back.Blocks);
        });
    }

    [Fact]
    public void Parked_Record_ComesBackWithItsHeaders()
    {
        var record = new LogRecord("positions", 3, 70_000_000_000, 1_700_000_000_000, [1, 2], [0, 255], [new("h", [7]), new("empty", [])]);
        ParkedRecord back = ParkedRecordCodec.Decode(ParkedRecordCodec.Encode(new("v:a", "X", -1, record)));
        Assert.Equal(("v:a", "X", -1L), (back.Account, back.Instrument, back.SinceFrame));
        Assert.Equal((record.TopicPartition, record.Offset, record.TimestampMs), (back.Record.TopicPartition, back.Record.Offset, back.Record.TimestampMs));
        Assert.Equal(record.Key, back.Record.Key);
        Assert.Equal(record.Value, back.Record.Value);
        Assert.Equal(["h 07", "empty "], back.Record.Headers.Select(header => $"{header.Name} {Convert.ToHexString(header.Value)}"));
    }

    [Fact]
    public void Version_Another_IsNamed()
    {
        var failure = Assert.Throws<InvalidDataException>(() => AccountStateCodec.Decode("v:a", [9]));
        Assert.Equal("expected version 2 of an account's state in the changelog, but it is 9", failure.Message);
    }
}
