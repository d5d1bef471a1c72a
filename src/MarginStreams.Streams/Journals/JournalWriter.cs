namespace MarginStreams.Streams;

/// <summary>Notes the order in which a task takes its inputs.</summary>
internal sealed class JournalWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <summary>A record of an input was taken.</summary>
    public void Took(int input, long offsetNext)
    {
        if (_entries.Count > 0 && _entries[^1].Input == input)
        {
            _entries[^1] = new JournalEntry(input, offsetNext, _entries[^1].Count + 1);
        }
        else
        {
            _entries.Add(new JournalEntry(input, offsetNext, Count: 1));
        }
    }

    /// <summary>All inputs stood at their ends, and something came of it.</summary>
    public void WasIdle() => _entries.Add(new JournalEntry(JournalEntry.Idle, 0, 0));

    /// <summary>What was noted since the last time.</summary>
    public byte[] Take()
    {
        byte[] bytes = JournalRecord.Encode(_entries);
        _entries.Clear();
        return bytes;
    }
}
