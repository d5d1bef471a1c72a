using System.Collections;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Runs;

/// <summary>
/// The lines of <c>triggers.jsonl</c>. Kept are the records, a third as large; a line is written when it is asked for, and when all are, by all cores.
/// </summary>
public sealed class TriggerLines : IReadOnlyList<TriggerLine>
{
    private const int BlockSize = 4096;
    private readonly byte[][] _records;
    private readonly string _topic;
    private readonly WireFormat _wire;

    /// <summary>Of all partitions in one order: by frame, then partition, then as they stand there.</summary>
    public TriggerLines(IEnumerable<IEnumerable<(long Frame, byte[] Record)>> partitions, string topic, WireFormat wire)
    {
        _records = [.. partitions.SelectMany(static records => records).OrderBy(static one => one.Frame).Select(static one => one.Record)];
        _topic = topic;
        _wire = wire;
    }

    /// <inheritdoc/>
    public int Count => _records.Length;

    /// <inheritdoc/>
    public TriggerLine this[int index] => TriggerLine.Of((LiquidationTrigger)_wire.Deserialize(_topic, _records[index]));

    /// <summary>What stands committed in a log.</summary>
    public static TriggerLines Committed(ILogCluster cluster, string topic, int partitionCount, WireFormat wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        return new(Enumerable.Range(0, partitionCount).Select(Records), topic, wire);

        IEnumerable<(long Frame, byte[] Record)> Records(int partition) => CommittedRecords.Read(cluster, topic, partition)
            .Select(record => (((LiquidationTrigger)wire.Deserialize(topic, record.Value!)).Frame, record.Value!));
    }

    /// <inheritdoc/>
    public IEnumerator<TriggerLine> GetEnumerator()
    {
        var block = new TriggerLine[BlockSize];
        for (int start = 0; start < Count; start += BlockSize)
        {
            int first = start, count = Math.Min(BlockSize, Count - start);
            Parallel.For(0, count, i => block[i] = this[first + i]);
            for (int i = 0; i < count; i++)
            {
                yield return block[i];
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
