using System.Text;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Verifying;

/// <summary>Keeps what a processor sends to some topics; there is no log and no changelog.</summary>
internal sealed class CollectingContext(params string[] topics) : IProcessorContext
{
    /// <summary>Output records of the topics, in order.</summary>
    public List<OutgoingRecord> Forwarded { get; } = [];

    /// <summary>Records put aside, in order.</summary>
    public List<DeadLetterLine> DeadLetters { get; } = [];

    /// <inheritdoc/>
    public void Forward(OutgoingRecord record)
    {
        if (topics.Contains(record.Topic, StringComparer.Ordinal))
        {
            Forwarded.Add(record);
        }
    }

    /// <inheritdoc/>
    public void Store(byte[] key, byte[]? value)
    {
    }

    /// <inheritdoc/>
    public void DeadLetter(LogRecord source, string reason, string error) => DeadLetters.Add(new(
        source.Topic, source.Partition, source.Offset, source.Key is null ? "" : Encoding.UTF8.GetString(source.Key), reason, error));

    /// <inheritdoc/>
    public void RequestCommit()
    {
    }
}

/// <summary>A processor that starts from nothing has no former frames to read.</summary>
internal sealed class NoHistory : IFrameHistory
{
    /// <inheritdoc/>
    public IEnumerable<LogRecord> Read(long fromOffset, long toOffset) => throw new InvalidOperationException("nothing was restored");
}
