using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>How near to its limit an account is drawn.</summary>
internal enum Nearness
{
    /// <summary>As much cash as its leverage says; more where the initial line asks for it.</summary>
    Ordinary,

    /// <summary>Little more than the initial line asks for.</summary>
    Edge,

    /// <summary>Between the initial and the maintenance line, as after a loss.</summary>
    Thin,
}

/// <summary>
/// The distribution of leverage: most accounts low, a tail near the maximum.
/// 62 % between 1 and 3, 20 % between 3 and 8, 10 % between 8 and 20 (each at most the maximum drawn); 6 % at the initial line, 2 % below it.
/// </summary>
internal readonly record struct Leverage(Nearness Nearness, long Percent)
{
    /// <summary>Draws one; the maximum is notional over equity.</summary>
    public static Leverage Draw(SeededRandom random, int max)
    {
        long draw = random.Below(100);
        (Nearness nearness, long low, long high) = draw switch
        {
            < 62 => (Nearness.Ordinary, 100L, 300L),
            < 82 => (Nearness.Ordinary, 300L, 800L),
            < 92 => (Nearness.Ordinary, 800L, 2_000L),
            < 98 => (Nearness.Edge, 500L, 100L * max),
            _ => (Nearness.Thin, 500L, 100L * max),
        };
        long top = Math.Max(100L, Math.Min(high, 100L * max));
        return new Leverage(nearness, random.Between(Math.Min(low, top), top));
    }
}
