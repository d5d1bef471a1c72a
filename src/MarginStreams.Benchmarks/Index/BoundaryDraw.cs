using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>Boundaries of a factor's holders, spread evenly below the factor: a move by a thousandth of the span crosses a thousandth of them.</summary>
internal static class BoundaryDraw
{
    /// <summary>Where the factor stands: no boundary is above it.</summary>
    public const long Factor = 1L << 50;

    private const long Span = 1L << 48;

    /// <summary>One boundary.</summary>
    public static long Next(BenchRandom random) => Factor - random.Below(Span);

    /// <summary>Where the factor has crossed so many of a thousand.</summary>
    public static long CrossingPermille(int permille) => Factor - (Span / 1_000 * permille);

    /// <summary>An index whose owners are numbered as its slots are.</summary>
    public static BoundaryIndex Index(int entries, BenchRandom random)
    {
        var index = new BoundaryIndex();
        for (int owner = 0; owner < entries; owner++)
        {
            index.SetLeaf(index.Rent(owner), Next(random));
        }

        index.Rebuild();
        return index;
    }
}
