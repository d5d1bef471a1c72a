using System.Collections.Concurrent;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Running;

/// <summary>What the tasks of a process did so far, for its log and for knowing when everything is done.</summary>
internal sealed class ServiceProgress
{
    private volatile OracleProcessor? _oracle;

    /// <summary>The present oracle; null where this process has none.</summary>
    public OracleProcessor? Oracle
    {
        get => _oracle;
        set => _oracle = value;
    }

    /// <summary>The present margin processors, by partition.</summary>
    public ConcurrentDictionary<int, MarginProcessor> Margins { get; } = new();

    /// <summary>Whether every margin task applied the last frame that this process's oracle closed.</summary>
    public bool MarginsHaveAllFrames => Oracle is not { } oracle || Margins.Values.All(margin => margin.LastFrame >= oracle.LastFrame);

    /// <summary>One line for the log.</summary>
    public string Text(IReadOnlyList<TaskSlot> slots)
    {
        long deadLetters = slots.Sum(slot => slot.Counts?.DeadLetters.Values.Sum() ?? 0);
        long lastFrame = Math.Max(Oracle?.LastFrame ?? -1, Margins.Values.Select(margin => margin.LastFrame).DefaultIfEmpty(-1).Min());
        return $"frame={lastFrame} records={Margins.Values.Sum(margin => margin.Counts.Records)} "
            + $"triggers={Margins.Values.Sum(margin => margin.Counts.Triggers)} "
            + $"opened={Margins.Values.Sum(margin => margin.Counts.Opened)} closed={Margins.Values.Sum(margin => margin.Counts.Closed)} "
            + $"deadLetters={deadLetters} commits={slots.Sum(slot => slot.Counts?.Commits ?? 0)} restarts={slots.Sum(slot => slot.Restarts)}";
    }
}
