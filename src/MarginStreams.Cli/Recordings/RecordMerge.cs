namespace MarginStreams.Cli.Recordings;

/// <summary>Merges sequences that are each in order of time: by timestamp, then by topic, then in the order the sequences are given.</summary>
public static class RecordMerge
{
    /// <summary>The merged sequence.</summary>
    public static IEnumerable<RecordedRecord> Merge(IEnumerable<IEnumerable<RecordedRecord>> sequences)
    {
        var heads = new List<IEnumerator<RecordedRecord>>();
        try
        {
            foreach (IEnumerable<RecordedRecord> sequence in sequences)
            {
                IEnumerator<RecordedRecord> head = sequence.GetEnumerator();
                heads.Add(head);
                if (!head.MoveNext())
                {
                    Drop(heads, heads.Count - 1);
                }
            }

            while (heads.Count > 0)
            {
                int first = First(heads);
                yield return heads[first].Current;
                if (!heads[first].MoveNext())
                {
                    Drop(heads, first);
                }
            }
        }
        finally
        {
            heads.ForEach(head => head.Dispose());
        }
    }

    private static int First(List<IEnumerator<RecordedRecord>> heads)
    {
        int first = 0;
        for (int i = 1; i < heads.Count; i++)
        {
            if (Order(heads[i].Current).CompareTo(Order(heads[first].Current)) < 0)
            {
                first = i;
            }
        }

        return first;
    }

    private static (long TimestampMs, int Topic) Order(RecordedRecord record) => (record.TimestampMs, (int)record.Topic);

    private static void Drop(List<IEnumerator<RecordedRecord>> heads, int at)
    {
        heads[at].Dispose();
        heads.RemoveAt(at);
    }
}
