using System.Globalization;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>What a run of tests did, in numbers: counts, and times from the least to the largest.</summary>
internal sealed class Figures
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<long>> _values = new(StringComparer.Ordinal);

    internal bool AreEmpty => _counts.Count == 0 && _values.Count == 0;

    internal void Count(string what, long count = 1) => _counts[what] = _counts.GetValueOrDefault(what) + count;

    /// <summary>Notes a time in ms, or a size.</summary>
    internal void Note(string what, long value)
    {
        if (!_values.TryGetValue(what, out List<long>? values))
        {
            _values[what] = values = [];
        }

        values.Add(value);
    }

    internal void Note(string whatMs, TimeSpan time) => Note(whatMs, (long)time.TotalMilliseconds);

    public override string ToString() => string.Join(' ', _counts.Select(count => $"{count.Key}={Text(count.Value)}").Concat(_values.Select(Text)));

    private static string Text(KeyValuePair<string, List<long>> noted)
    {
        long[] sorted = [.. noted.Value.Order()];
        return $"{noted.Key}={Text(sorted[0])}/{Text(sorted[sorted.Length / 2])}/{Text(sorted[^1])}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
