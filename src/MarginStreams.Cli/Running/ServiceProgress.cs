using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Running;

/// <summary>What the tasks of a process did so far, for its log and for knowing when everything is done.</summary>
internal sealed class ServiceProgress(IReadOnlyList<Worker> workers, OracleTopology? oracle, IReadOnlyList<MarginTopology> margins)
{
    /// <summary>Whether everything that stands in the inputs was processed.</summary>
    public bool IsCaughtUp => workers.All(worker => worker.Status.IsCaughtUp) && MarginsHaveAllFrames;

    /// <summary>One line for the log.</summary>
    public string Text()
    {
        StreamTaskStatus[] tasks = [.. workers.SelectMany(worker => worker.Status.Tasks)];
        MarginProcessor[] processors = [.. Processors()];
        long lastFrame = Math.Max(oracle?.Processor?.LastFrame ?? -1, processors.Select(margin => margin.LastFrame).DefaultIfEmpty(-1).Min());
        return $"frame={lastFrame} records={processors.Sum(margin => margin.Counts.Records)} "
            + $"triggers={processors.Sum(margin => margin.Counts.Triggers)} "
            + $"opened={processors.Sum(margin => margin.Counts.Opened)} closed={processors.Sum(margin => margin.Counts.Closed)} "
            + $"deadLetters={tasks.Sum(task => task.Counts.DeadLetters.Values.Sum())} commits={tasks.Sum(task => task.Counts.Commits)} "
            + $"restarts={workers.Sum(worker => worker.Status.ProducersReplaced)}";
    }

    /// <summary>Whether every margin task applied the last frame that this process's oracle closed.</summary>
    private bool MarginsHaveAllFrames => oracle?.Processor is not { } source || Processors().All(margin => margin.LastFrame >= source.LastFrame);

    /// <summary>The processors of the tasks that this process has now.</summary>
    private IEnumerable<MarginProcessor> Processors()
    {
        HashSet<int> owned = [.. workers.Where(worker => worker.Status.Topology == MarginTopology.TopologyName)
            .SelectMany(worker => worker.Status.Tasks.Select(task => task.Partition))];
        return margins.SelectMany(margin => margin.Processors).Where(processor => owned.Contains(processor.Key)).Select(processor => processor.Value);
    }
}
