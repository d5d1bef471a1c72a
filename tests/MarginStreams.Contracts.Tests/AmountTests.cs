using System.Numerics;
using Avro;

namespace MarginStreams.Contracts.Tests;

/// <summary>Amounts at their edges: the fewest bytes of two's complement, 76 digits and not one more, sign padding of other writers accepted.</summary>
public sealed class AmountTests
{
    private static readonly Schema Amount = Schema.Parse("""{"type":"bytes","logicalType":"decimal","precision":76,"scale":0}""");

    [Theory]
    [InlineData("0", "00")]
    [InlineData("-1", "FF")]
    [InlineData("127", "7F")]
    [InlineData("128", "0080")]
    [InlineData("-128", "80")]
    [InlineData("-129", "FF7F")]
    [InlineData("255", "00FF")]
    [InlineData("9223372036854775807", "7FFFFFFFFFFFFFFF")]
    [InlineData("9223372036854775808", "008000000000000000")]
    [InlineData("-9223372036854775808", "8000000000000000")]
    [InlineData("-9223372036854775809", "FF7FFFFFFFFFFFFFFF")]
    public void WriteAmount_Edge_FewestBytes(string value, string bytes) => Assert.Equal(bytes, Convert.ToHexString(Written(BigInteger.Parse(value))[1..]));

    [Fact]
    public void WriteAmount_EveryPowerOfTwoAndNeighbours_AsAvroAndBack()
    {
        for (int bit = 0; bit < 252; bit++)
        {
            foreach (int off in (int[])[-1, 0, 1])
            {
                BigInteger value = (BigInteger.One << bit) + off;
                AssertSame(value);
                AssertSame(-value);
            }
        }
    }

    [Fact]
    public void WriteAmount_76Digits_AreTheLimit()
    {
        AssertSame(Amounts.Largest);
        AssertSame(-Amounts.Largest);
        Assert.Equal(WireError.AmountTooLong, Assert.Throws<WireFormatException>(() => Written(Amounts.Largest + 1)).Error);
        Assert.Equal(WireError.AmountTooLong, Assert.Throws<WireFormatException>(() => Written(-Amounts.Largest - 1)).Error);
    }

    [Theory]
    [InlineData("0000", "0")]
    [InlineData("FFFF", "-1")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000000000000000080", "128")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F", "-129")]
    public void Read_SignPadding_IsAccepted(string bytes, string expected) =>
        Assert.Equal(BigInteger.Parse(expected), Amounts.Read(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("", WireError.Malformed)]
    [InlineData("7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", WireError.AmountTooLong)]
    [InlineData("8000000000000000000000000000000000000000000000000000000000000000", WireError.AmountTooLong)]
    [InlineData("01000000000000000000000000000000000000000000000000000000000000000000", WireError.AmountTooLong)]
    public void Read_NoBytesOrTooManyDigits_IsRefused(string bytes, WireError expected) =>
        Assert.Equal(expected, Assert.Throws<WireFormatException>(() => Amounts.Read(Convert.FromHexString(bytes))).Error);

    [Fact]
    public void Read_JustBeyond76Digits_IsRefused()
    {
        byte[] bytes = (Amounts.Largest + 1).ToByteArray(isBigEndian: true);
        Assert.Equal(32, bytes.Length);
        Assert.Equal(WireError.AmountTooLong, Assert.Throws<WireFormatException>(() => Amounts.Read(bytes)).Error);
    }

    private static void AssertSame(BigInteger value)
    {
        byte[] written = Written(value);
        Assert.Equal(GenericAvro.Write(Amount, new AvroDecimal(value, 0)), written);
        var reader = new AvroReader(written);
        Assert.Equal(value, reader.ReadAmount());
        reader.ExpectEnd();
    }

    private static byte[] Written(BigInteger value)
    {
        var writer = new AvroWriter();
        writer.WriteAmount(value);
        return writer.ToArray();
    }
}
