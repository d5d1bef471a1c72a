using System.Buffers.Binary;
using System.Text;

namespace MarginStreams.Contracts;

/// <summary>The partition of an account, as Java's default partitioner chooses it for the UTF-8 bytes of the account id.</summary>
public static class AccountPartitioner
{
    private const int StackBytesMax = 256;

    /// <summary>The partition of an account, counted from 0.</summary>
    public static int PartitionOf(string account, int partitionCount)
    {
        int size = Encoding.UTF8.GetMaxByteCount(account.Length);
        Span<byte> bytes = size <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[size];
        int length = Encoding.UTF8.GetBytes(account, bytes);
        return PartitionOf(bytes[..length], partitionCount);
    }

    /// <summary>The partition of an account by its UTF-8, counted from 0.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> account, int partitionCount) => (Murmur2(account) & 0x7FFF_FFFF) % partitionCount;

    /// <summary>MurmurHash2 of 32 bits with Kafka's seed (Austin Appleby; org.apache.kafka.common.utils.Utils.murmur2).</summary>
    public static int Murmur2(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            const uint Multiplier = 0x5bd1e995;
            uint hash = 0x9747b28c ^ (uint)data.Length;
            for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
            {
                uint block = BinaryPrimitives.ReadUInt32LittleEndian(data);
                block *= Multiplier;
                block ^= block >> 24;
                hash = (hash * Multiplier) ^ (block * Multiplier);
            }

            if (!data.IsEmpty)
            {
                for (int i = data.Length - 1; i >= 0; i--)
                {
                    hash ^= (uint)data[i] << (8 * i);
                }

                hash *= Multiplier;
            }

            hash ^= hash >> 13;
            hash *= Multiplier;
            return (int)(hash ^ (hash >> 15));
        }
    }
}
