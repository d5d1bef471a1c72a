using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// Copies records of positions into the partitions of their accounts: key, value and timestamp as they were, and the place they come from in headers. An
/// account is told by the key alone; the value is judged where the account is.
/// </summary>
/// <remarks>
/// An indexer's progress speaks of one source partition, whose records may be of any account, so each partition is told of it, under the same key: what came
/// before it in its source partition came before it in each of ours.
/// </remarks>
public sealed class IntakeProcessor(int partitionCount, TopicNames topics, WireFormat wire) : IProcessor
{
    private const byte Slash = (byte)'/';
    private readonly InputDecoder _inputs = new(wire);
    private readonly byte[] _progressPrefix = Encoding.UTF8.GetBytes(RecordKeys.ProgressPrefix);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Always: an intake keeps no state.</exception>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone) =>
        throw new InvalidDataException($"{topics.IntakeChangelog} holds the key {Encoding.UTF8.GetString(key)}, but expected is the cut alone");

    /// <inheritdoc/>
    public void Restored()
    {
    }

    /// <inheritdoc/>
    public void Process(LogRecord record, IProcessorContext context)
    {
        if (InputDecoder.CheckEnvelope(record) is { } unusable)
        {
            context.DeadLetter(record, unusable.Reason, unusable.Error);
        }
        else if (record.Key.AsSpan().StartsWith(_progressPrefix))
        {
            TakeProgress(record, context);
        }
        else
        {
            TakeAccount(record, context);
        }
    }

    /// <inheritdoc/>
    public void Idle(IProcessorContext context)
    {
    }

    /// <inheritdoc/>
    public void BeforeCommit(IProcessorContext context)
    {
    }

    private void TakeAccount(LogRecord record, IProcessorContext context)
    {
        int slash = record.Key.AsSpan().IndexOf(Slash);
        ReadOnlySpan<byte> account = slash < 0 ? record.Key : record.Key.AsSpan(0, slash);
        if (account.IsEmpty)
        {
            Refusal unnamed = InputNames.Check("account", "")!;
            context.DeadLetter(record, unnamed.Reason, unnamed.Error);
            return;
        }

        Copy(record, AccountPartitioner.PartitionOf(account, partitionCount), SourceHeaders.Of(record), context);
    }

    /// <summary>It goes to many, so it is judged here, once.</summary>
    private void TakeProgress(LogRecord record, IProcessorContext context)
    {
        Refusal? refusal = _inputs.Decode(record, out _, out object? decoded) ?? decoded switch
        {
            null => null,
            Progress progress => ProgressCheck.Place(progress, record),
            _ => Refusal.Unexpected(decoded, record.Topic),
        };
        if (refusal is not null)
        {
            context.DeadLetter(record, refusal.Reason, refusal.Error);
            return;
        }

        LogHeader[] headers = SourceHeaders.Of(record);
        for (int partition = 0; partition < partitionCount; partition++)
        {
            Copy(record, partition, headers, context);
        }
    }

    private void Copy(LogRecord record, int partition, LogHeader[] headers, IProcessorContext context) =>
        context.Forward(new OutgoingRecord(topics.AccountPositions, partition, record.TimestampMs, record.Key, record.Value, headers));
}
