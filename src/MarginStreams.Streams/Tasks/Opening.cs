namespace MarginStreams.Streams;

/// <summary>
/// The first record of each transaction, in the changelog, so that the changelog is undecided wherever a part of the transaction is: it is on its way before
/// any other, if not always there before. It says nothing, and compaction removes it.
/// </summary>
internal static class Opening
{
    /// <summary>The key, which no processor may use.</summary>
    public static byte[] Key { get; } = "!open"u8.ToArray();

    /// <summary>Whether a changelog record is an opening.</summary>
    public static bool IsKey(ReadOnlySpan<byte> key) => key.SequenceEqual(Key);
}
