namespace MarginStreams.Engine;

/// <summary>The warning lines that were ever used, by a short number each; 0 is none.</summary>
internal sealed class WarningLines
{
    private readonly List<long> _lines = [0];

    /// <summary>How many there are, none included.</summary>
    public int Count => _lines.Count;

    /// <summary>The line of a number, ppm; 0 is none.</summary>
    public long this[int number] => _lines[number];

    /// <summary>The number of a line, given on first mention.</summary>
    public ushort NumberOf(long ppm)
    {
        int number = _lines.IndexOf(ppm);
        if (number < 0)
        {
            number = _lines.Count;
            _lines.Add(ppm);
        }

        return checked((ushort)number);
    }
}
