namespace MarginStreams.Streams;

/// <summary>
/// What a topology gives to a task: state rebuilt from its changelog, and a step for each record. A processor runs on one
/// thread, writes through its context alone, and keeps no other effect.
/// </summary>
public interface IProcessor
{
    /// <summary>Takes one record of the changelog back into the state; a null value removes the key.</summary>
    void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone);

    /// <summary>Called once after the last <see cref="Restore"/>, before the first record.</summary>
    void Restored();

    /// <summary>Takes one input record.</summary>
    void Process(LogRecord record, IProcessorContext context);

    /// <summary>Every input stands at its end. Called at each such moment; may be called often.</summary>
    void Idle(IProcessorContext context);

    /// <summary>A commit follows: write what changed since the last one to the changelog.</summary>
    void BeforeCommit(IProcessorContext context);
}

/// <summary>Where a processor's effects go: into the open transaction.</summary>
public interface IProcessorContext
{
    /// <summary>Writes an output record.</summary>
    void Forward(OutgoingRecord record);

    /// <summary>Writes to the task's changelog; a null value is a tombstone.</summary>
    void Store(byte[] key, byte[]? value);

    /// <summary>Puts a record that cannot be used aside, with its place and the reason in headers.</summary>
    void DeadLetter(LogRecord source, string reason, string error);

    /// <summary>Asks for a commit as soon as the present record is done.</summary>
    void RequestCommit();
}
