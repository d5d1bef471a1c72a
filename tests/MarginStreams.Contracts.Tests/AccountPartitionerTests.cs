using System.Text;

namespace MarginStreams.Contracts.Tests;

/// <summary>The partition of an account is what Java's default partitioner chooses: the vectors are those of Kafka's own test.</summary>
public sealed class AccountPartitionerTests
{
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Murmur2_VectorsOfKafka_Agree(string text, int expected) => Assert.Equal(expected, AccountPartitioner.Murmur2(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("21", 1, 0)]
    [InlineData("21", 4, (-973932308 & 0x7FFF_FFFF) % 4)]
    [InlineData("foobar", 7, (-790332482 & 0x7FFF_FFFF) % 7)]
    public void PartitionOf_HashWithoutSign_ModuloPartitions(string account, int partitions, int expected) =>
        Assert.Equal(expected, AccountPartitioner.PartitionOf(account, partitions));

    [Fact]
    public void PartitionOf_LongAccountBeyondAscii_HashOfItsUtf8()
    {
        string account = "v1:" + new string('é', 300);
        int expected = (AccountPartitioner.Murmur2(Encoding.UTF8.GetBytes(account)) & 0x7FFF_FFFF) % 11;
        Assert.Equal(expected, AccountPartitioner.PartitionOf(account, 11));
    }
}
