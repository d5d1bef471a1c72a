namespace MarginStreams.Engine;

/// <summary>
/// How a snapshot lies in bytes, all integers little-endian:
/// <code>
/// head     magic i64, version i32, bytes of what follows i32:
///          frame i64, accounts i32, venues i32, instruments i32, warning lines i32, names of venues and instruments (text), lines (ppm, i64)
/// blocks   accounts i32, bytes of ids i32, words i32, bytes of the rest i32:
///          a row each (SnapshotRow), ids (UTF-8, end to end), holdings' words (i64, as PackedHolding has them), and the rest
/// trailer  magic i64, bytes before it i64
/// text     bytes i32, UTF-8
/// number   bytes i32, the least two's complement that holds it
/// rest     per account in order: its long amounts (number), in whose words there is zero; its attributes (count i32; text, number; in ordinal order);
///          its episode (partition i32, frame i64, position offset i64, sequence i32, held and bankrupt i32, expiry i64); what it awaits (i32, i64, i64)
/// </code>
/// Venues, instruments and lines are told by their places in the head. Free numbers of accounts, slots and boundaries are not in it.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>The first eight bytes: "MSsnapsh".</summary>
    public const long Magic = 0x6873_7061_6E73_534D;

    /// <summary>The eight bytes after the last block: "MSend\n\0\0".</summary>
    public const long EndMagic = 0x0A64_6E65_534D;

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>Bytes before the body of the head, and before each block's rows.</summary>
    public const int PrefixBytes = 16;

    /// <summary>Accounts in a block at most.</summary>
    public const int BlockAccountsMax = 1 << 13;

    /// <summary>A block ends with the account that makes one of its parts longer than this, bytes.</summary>
    public const int PartBytesFull = 1 << 20;

    /// <summary>Longest part of a block, and longest head, bytes: what is longer is neither written nor read.</summary>
    public const int PartBytesMax = 1 << 25;
}
