namespace MarginStreams.Streams;

/// <summary>
/// An entry of the file of decisions: everything before these ends is where it will survive, and, when it names a transaction, that transaction is committed
/// in all partitions at once. The first entry of a file is a summary of all that came before.
/// </summary>
/// <param name="Transaction">The transaction that is committed, or <see cref="RecordEntry.NoTransaction"/>.</param>
/// <param name="LastTransaction">The largest number of a transaction so far.</param>
/// <param name="Ends">Ends of partitions, of those that have changed.</param>
/// <param name="Offsets">Offsets that groups have committed with it.</param>
internal sealed record Decision(
    long Transaction,
    long LastTransaction,
    IReadOnlyCollection<TopicPartitionOffset> Ends,
    IReadOnlyCollection<(string Group, TopicPartitionOffset Next)> Offsets)
{
    /// <summary>Writes it.</summary>
    public void Write(ByteBuffer to)
    {
        to.Unsigned(Transaction);
        to.Unsigned(LastTransaction);
        to.Unsigned(Ends.Count);
        foreach (TopicPartitionOffset end in Ends)
        {
            Write(to, end);
        }

        to.Unsigned(Offsets.Count);
        foreach ((string group, TopicPartitionOffset next) in Offsets)
        {
            to.Text(group);
            Write(to, next);
        }
    }

    /// <summary>Reads one.</summary>
    public static Decision Read(ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        (long transaction, long last) = (from.Unsigned(), from.Unsigned());
        var ends = new TopicPartitionOffset[from.Count()];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = ReadPlace(ref from);
        }

        var offsets = new (string Group, TopicPartitionOffset Next)[from.Count()];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (from.Text(), ReadPlace(ref from));
        }

        return new Decision(transaction, last, ends, offsets);
    }

    private static void Write(ByteBuffer to, TopicPartitionOffset place)
    {
        to.Text(place.TopicPartition.Topic);
        to.Unsigned(place.TopicPartition.Partition);
        to.Signed(place.Offset);
    }

    private static TopicPartitionOffset ReadPlace(ref ByteReader from) => new(new(from.Text(), (int)from.Unsigned()), from.Signed());
}
