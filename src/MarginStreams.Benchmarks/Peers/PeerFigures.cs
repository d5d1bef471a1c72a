using System.Globalization;

namespace MarginStreams.Benchmarks.Peers;

/// <summary>What the runs of one contestant printed: every value of every figure, in the order of the runs.</summary>
public sealed class PeerFigures
{
    private readonly SortedDictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    /// <summary>Names of the figures, in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Takes the lines of a run; a line that is not <c>name=number</c> is no figure.</summary>
    public void Add(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && double.TryParse(line.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                string name = line[..equals];
                if (!_values.TryGetValue(name, out List<double>? values))
                {
                    _values[name] = values = [];
                }

                values.Add(value);
            }
        }
    }

    /// <summary>The middle value of a figure; of an even number of them the lower of the two. Null where no run printed it.</summary>
    public double? Median(string name) => _values.TryGetValue(name, out List<double>? values) ? Timing.Median(values) : null;
}
