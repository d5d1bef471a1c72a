namespace MarginStreams.Cli.Journals;

/// <summary>How what stands in topics differs from what a replay gives.</summary>
internal sealed class WrittenDifference
{
    /// <summary>The most differences of a partition that are told.</summary>
    public const int ToldMax = 20;

    private readonly List<string> _told = [];

    /// <summary>How many records are not there.</summary>
    public long Missed { get; private set; }

    /// <summary>How many are there that nothing leads to.</summary>
    public long False { get; private set; }

    /// <summary>How many differ.</summary>
    public long Different { get; private set; }

    /// <summary>The first of them, for a person.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>A record is not there.</summary>
    public void Misses(string what)
    {
        Missed++;
        Tell(what);
    }

    /// <summary>A record is there that nothing leads to.</summary>
    public void IsFalse(string what)
    {
        False++;
        Tell(what);
    }

    /// <summary>A record differs.</summary>
    public void Differs(string what)
    {
        Different++;
        Tell(what);
    }

    /// <summary>Adds what was found elsewhere.</summary>
    public void Add(WrittenDifference other)
    {
        Missed += other.Missed;
        False += other.False;
        Different += other.Different;
        _told.AddRange(other.Told);
    }

    private void Tell(string what)
    {
        if (_told.Count < ToldMax)
        {
            _told.Add(what);
        }
    }
}
