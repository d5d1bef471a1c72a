using System.Text;

namespace MarginStreams.Streams;

/// <summary>What a snapshot belongs to: a task, and a stretch of its changelog.</summary>
/// <param name="TaskId">The task, with its application.</param>
/// <param name="Changelog">The task's changelog.</param>
/// <param name="TailOffset">Where the changelog's tail begins that must be read after the pieces: at or before the cut under which the snapshot was
/// begun.</param>
/// <param name="BeginOffset">End of the changelog when the snapshot was begun.</param>
/// <param name="EndOffset">End of the changelog when the last piece was written: a changelog that ends before is another one.</param>
/// <param name="Cut">The cut under which the snapshot was begun.</param>
/// <param name="BegunAtMs">Time when it was begun, ms since the epoch in UTC: a changelog forgets tombstones after a while, so an old snapshot is worth
/// nothing.</param>
/// <param name="PieceCount">Number of pieces.</param>
internal sealed record SnapshotManifest(
    string TaskId, TopicPartition Changelog, long TailOffset, long BeginOffset, long EndOffset, byte[] Cut, long BegunAtMs, int PieceCount)
{
    /// <summary>From bytes.</summary>
    public static SnapshotManifest Decode(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        return new(
            reader.ReadString(),
            new(reader.ReadString(), reader.ReadInt32()),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadBytes(reader.ReadInt32()),
            reader.ReadInt64(),
            reader.ReadInt32());
    }

    /// <summary>To bytes.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(TaskId);
        writer.Write(Changelog.Topic);
        writer.Write(Changelog.Partition);
        writer.Write(TailOffset);
        writer.Write(BeginOffset);
        writer.Write(EndOffset);
        writer.Write(Cut.Length);
        writer.Write(Cut);
        writer.Write(BegunAtMs);
        writer.Write(PieceCount);
        writer.Flush();
        return stream.ToArray();
    }
}
