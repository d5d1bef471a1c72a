using CsCheck;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>State comes back from the changelog as it went in, and bytes that nobody wrote are an error rather than another state.</summary>
public sealed class StateCodecTests
{
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
}
