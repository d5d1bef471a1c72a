using MarginStreams.Engine;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies;

/// <summary>Where the sequence of frames stands, in the changelog.</summary>
internal static class SequenceCodec
{
    private const byte Version = 2;

    /// <summary>To bytes.</summary>
    public static byte[] Encode(SequenceState state)
    {
        StateWriter writer = StateWriter.Own();
        writer.WriteByte(Version);
        writer.WriteLong(state.NextNumber);
        writer.WriteLong(state.StreamTimeMs);
        writer.WriteLong(state.OpenedAtMs);
        writer.WriteLong(state.UpdateCount);
        writer.WriteLong(state.Changes.Count);
        foreach (Change change in state.Changes)
        {
            writer.WriteByte((byte)change.Kind);
            writer.WriteString(change.Id);
        }

        writer.WriteLong(state.Blocks.Count);
        foreach ((string venue, long block) in state.Blocks)
        {
            writer.WriteString(venue);
            writer.WriteLong(block);
        }

        writer.WriteLong(state.ClosedAtMs);
        return writer.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static SequenceState Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes, Version, "the sequence of frames");
        long next = reader.ReadLong();
        long streamTimeMs = reader.ReadLong();
        long openedAtMs = reader.ReadLong();
        int updates = reader.ReadInt();
        var changes = new Change[reader.ReadCount()];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = new((ChangeKind)reader.ReadByte(), reader.ReadString());
        }

        var blocks = new KeyValuePair<string, long>[reader.ReadCount()];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = KeyValuePair.Create(reader.ReadString(), reader.ReadLong());
        }

        long closedAtMs = reader.ReadLong();
        reader.ExpectEnd();
        return new(next, streamTimeMs, openedAtMs, updates, changes, blocks, closedAtMs);
    }
}
