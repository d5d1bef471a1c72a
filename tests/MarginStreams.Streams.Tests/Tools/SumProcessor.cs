using System.Globalization;
using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// Running sums by key: each number adds to its key's sum, which goes out at once and into the changelog at the commit; 0 forgets the key. <c>commit</c> asks
/// for a commit, <c>broken</c> breaks an invariant, and anything else is a dead letter.
/// </summary>
internal sealed class SumProcessor(TopicPartition output) : IProcessor
{
    private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _dirty = new(StringComparer.Ordinal);

    public List<string> Seen { get; } = [];

    public int IdleCount { get; private set; }

    public int RestoredCount { get; private set; }

    public string Sums => string.Join(' ', _sums.Select(sum => $"{sum.Key}={sum.Value}"));

    /// <summary>Writes an output when idle, as long as there is one to write.</summary>
    public int IdleOutputs { get; set; }

    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        string name = Encoding.UTF8.GetString(key);
        _sums.Remove(name);
        if (!isTombstone)
        {
            _sums[name] = long.Parse(value, CultureInfo.InvariantCulture);
        }
    }

    public void Restored() => RestoredCount++;

    public void Process(LogRecord record, IProcessorContext context)
    {
        string key = Encoding.UTF8.GetString(record.Key!);
        string value = Encoding.UTF8.GetString(record.Value!);
        Seen.Add($"{record.Topic}:{value}");
        switch (value)
        {
            case "commit":
                context.RequestCommit();
                break;
            case "broken":
                throw new InvalidDataException("an invariant is broken");
            case "0":
                _sums.Remove(key);
                _dirty.Add(key);
                break;
            default:
                Add(record, key, value, context);
                break;
        }
    }

    public void Idle(IProcessorContext context)
    {
        IdleCount++;
        if (IdleOutputs > 0)
        {
            IdleOutputs--;
            context.Forward(new OutgoingRecord(output.Topic, output.Partition, 0, null, "idle"u8.ToArray()));
            context.RequestCommit();
        }
    }

    public void BeforeCommit(IProcessorContext context)
    {
        foreach (string key in _dirty)
        {
            byte[]? value = _sums.TryGetValue(key, out long sum) ? Text(sum) : null;
            context.Store(Encoding.UTF8.GetBytes(key), value);
        }

        _dirty.Clear();
    }

    private void Add(LogRecord record, string key, string value, IProcessorContext context)
    {
        if (!long.TryParse(value, CultureInfo.InvariantCulture, out long number))
        {
            context.DeadLetter(record, "NotANumber", $"expected a number, but it is {value}");
            return;
        }

        _sums[key] = _sums.GetValueOrDefault(key) + number;
        _dirty.Add(key);
        context.Forward(new OutgoingRecord(output.Topic, output.Partition, record.TimestampMs, record.Key, Text(_sums[key])));
    }

    private static byte[] Text(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
