namespace MarginStreams.Cli.Recordings;

/// <summary>Merges topics that are each in order of time: by timestamp, then in the order the topics are given.</summary>
public static class RecordMerge
{
    /// <summary>The merged sequence.</summary>
    public static IEnumerable<RecordedRecord> Merge(IEnumerable<IEnumerable<RecordedRecord>> topics)
    {
        var heads = new List<IEnumerator<RecordedRecord>>();
        try
        {
            foreach (IEnumerable<RecordedRecord> topic in topics)
            {
                IEnumerator<RecordedRecord> head = topic.GetEnumerator();
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
            if (heads[i].Current.TimestampMs < heads[first].Current.TimestampMs)
            {
                first = i;
            }
        }

        return first;
    }

    private static void Drop(List<IEnumerator<RecordedRecord>> heads, int at)
    {
        heads[at].Dispose();
        heads.RemoveAt(at);
    }
}
