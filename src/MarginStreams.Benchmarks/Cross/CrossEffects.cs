using System.Diagnostics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>Notes who fell below maintenance, and when it was told.</summary>
internal sealed class CrossEffects : IEffects
{
    /// <summary>Ids of the accounts whose episodes opened.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>Steps there were.</summary>
    public int Steps { get; private set; }

    /// <summary>When the latest step was told, ticks of the stopwatch.</summary>
    public long ToldAt { get; private set; }

    public void Episode(EpisodeStep step)
    {
        ToldAt = Stopwatch.GetTimestamp();
        Steps++;
        if (step.Event == EpisodeEvent.Opened)
        {
            Opened.Add(step.Account);
        }
    }

    public void Status(StatusChange change)
    {
    }
}
