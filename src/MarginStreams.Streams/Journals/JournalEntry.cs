namespace MarginStreams.Streams;

/// <summary>
/// One step of how a task took its inputs: a run of records of one input, or a moment at which all stood at their ends and something came of it.
/// </summary>
/// <param name="Input">Number of the input in the task's options; <see cref="Idle"/> is such a moment.</param>
/// <param name="OffsetNext">The run ends before this offset; 0 at such a moment.</param>
/// <param name="Count">
/// Number of records of the run; 0 at such a moment. Offsets do not tell it, since markers have some too; and a replay must notice when compaction has taken
/// records away.
/// </param>
public readonly record struct JournalEntry(int Input, long OffsetNext, int Count)
{
    /// <summary>Stands where a number of an input would.</summary>
    public const int Idle = -1;
}
