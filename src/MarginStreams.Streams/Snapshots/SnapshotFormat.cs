using System.IO.Hashing;

namespace MarginStreams.Streams;

/// <summary>
/// How a snapshot lies in its file, integers little-endian:
/// <code>
/// head     magic u64
/// piece    length i32, checksum u64, bytes         (any number)
/// manifest -length i32, checksum u64, bytes        (once, and nothing after it)
/// </code>
/// A checksum is XxHash3 over the bytes, seeded with the number of the block, so a block in another's place is found as one that was changed.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>The first eight bytes: "MStask\0\1".</summary>
    public const ulong Magic = 0x0100_6B73_6174_534D;

    /// <summary>Bytes of the head.</summary>
    public const int HeadBytes = sizeof(ulong);

    /// <summary>Bytes before those of a block.</summary>
    public const int PrefixBytes = sizeof(int) + sizeof(ulong);

    /// <summary>Checksum of a block; its length, with its sign, counts too.</summary>
    public static ulong Checksum(int number, int length, ReadOnlySpan<byte> bytes) =>
        XxHash3.HashToUInt64(bytes, unchecked(((long)number << 32) ^ (uint)length));
}
