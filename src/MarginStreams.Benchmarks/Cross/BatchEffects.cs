using System.Diagnostics;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>Keeps the steps of a batch, and when the latest was told.</summary>
internal sealed class BatchEffects : IEffects
{
    /// <summary>The steps.</summary>
    public List<EpisodeStep> Steps { get; } = [];

    /// <summary>When the latest step was told, ticks of the stopwatch.</summary>
    public long ToldAt { get; private set; }

    public void Episode(EpisodeStep step)
    {
        Steps.Add(step);
        ToldAt = Stopwatch.GetTimestamp();
    }

    public void Status(StatusChange change)
    {
    }

    /// <summary>Holds the steps against others, with their figures.</summary>
    /// <exception cref="BenchMismatchException">They differ.</exception>
    public void Compare(BatchEffects others)
    {
        if (!Steps.Select(Text).SequenceEqual(others.Steps.Select(Text), StringComparer.Ordinal))
        {
            (string One, string Other) first = Steps.Select(Text).Zip(others.Steps.Select(Text)).FirstOrDefault(pair => pair.First != pair.Second);
            throw new BenchMismatchException(
                $"the engine takes {Steps.Count} steps where the exact scan takes {others.Steps.Count}; first {first.One} where it takes {first.Other}");
        }
    }

    private static string Text(EpisodeStep step)
    {
        Assessment figures = step.Assessment!;
        return $"{step with { Assessment = null }} {figures.Equity} {figures.InitialSurplus} {figures.MaintenanceSurplus} {string.Join(' ', figures.Holdings)}";
    }
}
