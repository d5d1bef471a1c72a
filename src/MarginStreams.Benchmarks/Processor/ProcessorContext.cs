using MarginStreams.Streams;

namespace MarginStreams.Benchmarks.Processor;

/// <summary>A changelog in memory, and nothing else: what a processor costs without a log.</summary>
internal sealed class ProcessorContext : IProcessorContext
{
    /// <summary>What was stored, in order, where it is kept.</summary>
    public List<(byte[] Key, byte[]? Value)> Changelog { get; } = [];

    /// <summary>Whether the changelog is kept; else only counted.</summary>
    public bool IsKept { get; set; } = true;

    /// <summary>Records stored.</summary>
    public long StoreCount { get; private set; }

    /// <summary>Bytes stored, keys and values.</summary>
    public long StoreBytes { get; private set; }

    /// <summary>Output records of the latest frame.</summary>
    public List<OutgoingRecord> Forwarded { get; } = [];

    public void Forward(OutgoingRecord record) => Forwarded.Add(record);

    public void Store(byte[] key, byte[]? value)
    {
        StoreCount++;
        StoreBytes += key.Length + (value?.Length ?? 0);
        if (IsKept)
        {
            Changelog.Add((key, value));
        }
    }

    public void DeadLetter(LogRecord source, string reason, string error) => throw new BenchMismatchException($"a dead letter: {reason}: {error}");

    public void RequestCommit()
    {
    }
}
