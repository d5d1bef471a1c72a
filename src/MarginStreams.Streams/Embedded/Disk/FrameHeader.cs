using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace MarginStreams.Streams;

/// <summary>
/// The head of a frame, the unit of writing: what is written together stands behind one head, which says how much it is, which offsets it covers, and a hash
/// of it; a second hash covers the head itself, so that a wrong length is never believed. Hashes are salted with what the file is, so that no file passes
/// for another.
/// </summary>
/// <param name="PayloadBytes">Bytes that follow the head.</param>
/// <param name="Entries">Number of entries in them.</param>
/// <param name="FirstOffset">The first offset it covers.</param>
/// <param name="EndOffset">The offset after the last it covers; the next frame begins there.</param>
/// <param name="PayloadHash">XxHash3 of the payload.</param>
internal readonly record struct FrameHeader(int PayloadBytes, int Entries, long FirstOffset, long EndOffset, ulong PayloadHash)
{
    /// <summary>Length of a head.</summary>
    public const int Bytes = 40;

    private const int HashAt = 32;

    /// <summary>The salt of a file that is this.</summary>
    public static long Salt(string identity) => unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(identity)));

    /// <summary>Writes the head of a frame over the bytes that were kept free for it at its beginning.</summary>
    public static void Complete(Span<byte> frame, int entries, long firstOffset, long endOffset, long salt)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], firstOffset);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], endOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[24..], XxHash3.HashToUInt64(frame[Bytes..], salt));
        BinaryPrimitives.WriteUInt64LittleEndian(frame[HashAt..], XxHash3.HashToUInt64(frame[..HashAt], salt));
    }

    /// <summary>Reads a head, or returns null when its bytes are not what was written.</summary>
    public static FrameHeader? Read(ReadOnlySpan<byte> head, long salt) =>
        BinaryPrimitives.ReadUInt64LittleEndian(head[HashAt..]) == XxHash3.HashToUInt64(head[..HashAt], salt)
            ? new FrameHeader(
                BinaryPrimitives.ReadInt32LittleEndian(head),
                BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(head[24..]))
            : null;

    /// <summary>Whether a payload is what was written.</summary>
    public bool Covers(ReadOnlySpan<byte> payload, long salt) => XxHash3.HashToUInt64(payload, salt) == PayloadHash;
}
