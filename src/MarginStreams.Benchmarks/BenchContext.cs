namespace MarginStreams.Benchmarks;

/// <summary>What every section is told.</summary>
/// <param name="Seed">Seed of all that is drawn.</param>
/// <param name="IsQuick">A tenth of the size, in a few seconds.</param>
/// <param name="Cancel">The user does not want to wait.</param>
public sealed record BenchContext(ulong Seed, bool IsQuick, CancellationToken Cancel)
{
    private const int EntriesFull = 10_000_000;
    private const int EntriesQuick = 1_000_000;

    /// <summary>Boundaries in an index.</summary>
    public int Entries => IsQuick ? EntriesQuick : EntriesFull;

    /// <summary>The numbers of one section: those of the others do not depend on them.</summary>
    internal BenchRandom Random(string section)
    {
        ulong seed = Seed;
        foreach (char letter in section)
        {
            seed = unchecked((seed * 31) + letter);
        }

        return new BenchRandom(seed);
    }
}
