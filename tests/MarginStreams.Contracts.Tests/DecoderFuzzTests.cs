using Avro;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>Bytes of any origin are decoded or refused: no other exception, no hang, no allocation beyond a multiple of their size.</summary>
public sealed class DecoderFuzzTests
{
    private const int RandomInputs = 5_000;
    private const int MutatedInputs = 2_000;

    public static TheoryData<string> Records() => [.. RecordCodecs.All.Select(codec => codec.Schema.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Decode_RandomBytes_RecordOrWireFormatException(string name)
    {
        IRecordCodec codec = RecordCodecs.ByName(name);
        Gen.Byte.Array[0, 200].Sample(bytes => TryAll(codec, bytes), iter: RandomInputs);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Decode_MutatedBytes_RecordOrWireFormatException(string name)
    {
        IRecordCodec codec = RecordCodecs.ByName(name);
        Schema schema = GenericAvro.SchemaOf(name);
        Gen.Select(AvroGen.Of(schema), Gen.UInt, Gen.Byte, Gen.Int[0, 2]).Sample(
            (value, place, other, how) => TryAll(codec, Mutate(GenericAvro.Write(schema, value), place, other, how)), iter: MutatedInputs);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Decode_EveryTruncation_IsRefused(string name)
    {
        IRecordCodec codec = RecordCodecs.ByName(name);
        Schema schema = GenericAvro.SchemaOf(name);
        AvroGen.Of(schema).Sample(
            value =>
            {
                byte[] bytes = GenericAvro.Write(schema, value);
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.Equal(WireError.Malformed, Assert.Throws<WireFormatException>(() => codec.Decode(bytes.AsSpan(0, length))).Error);
                }

                Assert.Equal(WireError.TrailingBytes, Assert.Throws<WireFormatException>(() => codec.Decode([.. bytes, 0])).Error);
            },
            iter: 5);
    }

    [Fact]
    public void Decode_CountOfManyItems_AllocatesNothingForThem()
    {
        // A frame's list of venues that promises two thousand million entries.
        byte[] bytes = [0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WireFormatException>(() => RecordCodecs.Frame.Decode(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    /// <summary>The same bytes as a record, as JSON, and as a value on the wire: what decodes can be encoded, and is JSON and back.</summary>
    private static void TryAll(IRecordCodec codec, byte[] bytes)
    {
        var wire = new WireFormat(new LocalSchemaIds());
        byte[]? encoded = Try(() => codec.Encode(codec.Decode(bytes)));
        byte[]? wired = Try(() => codec.Encode(wire.Deserialize("topic", wire.Wrap("topic", codec.Schema, bytes))));
        Assert.Equal(encoded, wired);
        byte[]? transcoded = Try(() => RecordJsonTests.ToAvro(codec.Schema, RecordJsonTests.ToJson(codec.Schema, bytes)));
        if (encoded is not null)
        {
            Assert.Equal(encoded, transcoded);
        }

        Try(() => { wire.Deserialize("topic", bytes); return null; });
    }

    private static byte[]? Try(Func<byte[]?> action)
    {
        try
        {
            return action();
        }
        catch (WireFormatException)
        {
            return null;
        }
        catch (RecordJsonException twice) when (twice.Problem.Contains("twice", StringComparison.Ordinal))
        {
            // A map that has a name twice can be shown, but is not a record.
            return null;
        }
    }

    private static byte[] Mutate(byte[] bytes, uint place, byte other, int how)
    {
        int at = (int)(place % (uint)(bytes.Length + 1));
        return how switch
        {
            0 when at < bytes.Length => [.. bytes[..at], other, .. bytes[(at + 1)..]],
            1 when at < bytes.Length => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], other, .. bytes[at..]],
        };
    }
}
