using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>One side of an instrument along the steps of a ladder: a screen at each of them.</summary>
internal sealed class LadderSide
{
    private readonly Screen[] _probes;
    private readonly long _principalLeast;

    /// <summary>A side of an instrument that has rules, and the steps of its ladder in rising order of price.</summary>
    public LadderSide(FactorSide side, LadderStep[] rising)
    {
        Steps = (side.Place & 1) == 0 ? rising : [.. rising.AsEnumerable().Reverse()];
        _probes = Array.ConvertAll(Steps, step => Probe(side, step));
        _principalLeast = PrincipalLeast(side, Steps);
    }

    /// <summary>The steps, from worst to best for whoever holds this side.</summary>
    public LadderStep[] Steps { get; }

    /// <summary>The screen at a step.</summary>
    public Screen this[int step] => _probes[step];

    /// <summary>
    /// Whether the limit of a holder is crossed at no step; always so where there are no steps. Only a straight screen's principal tells all of the
    /// maintenance surplus.
    /// </summary>
    public bool Spares(long boundary) => Steps.Length == 0 || boundary <= _principalLeast;

    private static Screen Probe(FactorSide side, LadderStep step)
    {
        Screen probe = side.Instrument.Rules!.CreateScreen(side.Place >> 1, (side.Place & 1) != 0);
        probe.Update(step.Values);
        return probe;
    }

    /// <summary>The principal at its worst step; below every limit where one step's cannot be told.</summary>
    private static long PrincipalLeast(FactorSide side, LadderStep[] steps)
    {
        if (side is not { IsUsable: true, Screen: { IsStraight: true } screen })
        {
            return BoundaryIndex.None;
        }

        long least = long.MaxValue;
        foreach (LadderStep step in steps)
        {
            least = Math.Min(least, screen.TryPrincipal(step.Values, out long principal) ? principal : BoundaryIndex.None);
        }

        return least;
    }
}
