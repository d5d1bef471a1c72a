using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Topologies;

/// <summary>Makes the topologies on a cluster, and tasks of them that belong to no worker.</summary>
public sealed class Pipeline(
    ILogCluster cluster,
    PipelineOptions options,
    WireFormat wire,
    TimeProvider clock,
    ILoggerFactory loggers,
    Func<EngineOptions, IMarginEngine> engine)
{
    /// <summary>A pipeline with the engine of production.</summary>
    public Pipeline(ILogCluster cluster, PipelineOptions options, WireFormat wire, TimeProvider clock, ILoggerFactory loggers)
        : this(cluster, options, wire, clock, loggers, static engineOptions => new MarginEngine(engineOptions))
    {
    }

    /// <summary>Its options.</summary>
    public PipelineOptions Options => options;

    /// <summary>Creates the topics that do not exist.</summary>
    public void EnsureTopics() => cluster.Admin.EnsureTopics(options.Partitioning == PositionPartitioning.Direct
        ? options.Topics.Specs(options.PartitionCount)
        : options.Topics.RepartitionSpecs(
            options.PartitionCount, cluster.Admin.PartitionCount(options.Topics.Positions) ?? options.PartitionCount));

    /// <summary>The intake topology, for one worker. It is needed where positions are repartitioned, and there alone.</summary>
    public IntakeTopology Intake() => new(options, wire);

    /// <summary>The oracle topology, for one worker.</summary>
    public OracleTopology Oracle() => new(cluster, options, wire);

    /// <summary>The margin topology, for one worker.</summary>
    public MarginTopology Margin() => new(cluster, options, wire, clock, engine);

    /// <summary>Makes a worker of a topology.</summary>
    public Worker CreateWorker(ITopology topology, WorkerOptions worker) => new(cluster, topology, worker, clock, loggers);

    /// <summary>Makes the intake of one partition of positions: a task that belongs to no worker.</summary>
    public SoloTask CreateIntake(int partition)
    {
        (TaskOptions task, IProcessor processor) = Intake().CreateTask(partition);
        return CreateTask(task, processor);
    }

    /// <summary>Makes the oracle's processor and a task that belongs to no worker.</summary>
    public (OracleProcessor Processor, SoloTask Task) CreateOracle()
    {
        (TaskOptions task, IProcessor processor) = Oracle().CreateTask(0);
        return ((OracleProcessor)processor, CreateTask(task, processor));
    }

    /// <summary>Makes the processor of one partition of positions, and a task that belongs to no worker.</summary>
    public (MarginProcessor Processor, SoloTask Task) CreateMargin(int partition)
    {
        (TaskOptions task, IProcessor processor) = Margin().CreateTask(partition);
        return ((MarginProcessor)processor, CreateTask(task, processor));
    }

    private SoloTask CreateTask(TaskOptions task, IProcessor processor) =>
        new(cluster, task, processor, clock, loggers.CreateLogger($"MarginStreams.Task.{task.TaskId}"));
}
