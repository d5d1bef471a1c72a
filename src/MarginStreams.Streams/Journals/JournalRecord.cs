using System.Text;

namespace MarginStreams.Streams;

/// <summary>
/// What a task notes at each commit: in which order it took its inputs since the one before. With it a replay gives every input record to a new processor at
/// the same place in the sequence, so that what comes of it is the same, byte for byte.
/// </summary>
public static class JournalRecord
{
    private const byte Version = 1;

    /// <summary>To bytes: version, then for each entry the input's number plus one, the next offset and the number of records, all as 7-bit integers.</summary>
    public static byte[] Encode(IReadOnlyList<JournalEntry> entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        foreach (JournalEntry entry in entries)
        {
            writer.Write7BitEncodedInt(entry.Input + 1);
            writer.Write7BitEncodedInt64(entry.OffsetNext);
            writer.Write7BitEncodedInt(entry.Count);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>From bytes.</summary>
    /// <exception cref="InvalidDataException">They are no journal record of a version that is known.</exception>
    public static IReadOnlyList<JournalEntry> Decode(byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            byte version = reader.ReadByte();
            if (version != Version)
            {
                throw new InvalidDataException($"expected version {Version} of a journal record, but it is {version}");
            }

            var entries = new List<JournalEntry>();
            while (stream.Position < stream.Length)
            {
                entries.Add(new JournalEntry(reader.Read7BitEncodedInt() - 1, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt()));
            }

            return entries;
        }
        catch (Exception broken) when (broken is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("a journal record ends in the middle or holds what is no number", broken);
        }
    }
}
