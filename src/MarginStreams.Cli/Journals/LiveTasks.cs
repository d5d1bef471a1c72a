using MarginStreams.Cli.Configuring;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Cli.Journals;

/// <summary>The tasks of the service whose topics a connection names, without any state, to be done again with an engine of choice.</summary>
internal sealed class LiveTasks
{
    private readonly Pipeline _pipeline;

    /// <summary>The tasks.</summary>
    /// <exception cref="CliException">The service never ran here: it has no journal.</exception>
    public LiveTasks(Connection connection, Func<EngineOptions, IMarginEngine> engine)
    {
        TopicNames topics = connection.Options.Topics;
        int count = connection.Cluster.Admin.PartitionCount(topics.MarginJournal)
            ?? throw new CliException(ExitCode.InputInvalid, $"topic {topics.MarginJournal} does not exist: {topics.ApplicationId} has never run here");

        // Bursts are counted from a task's start, and the live run had its own starts.
        Options = connection.Options with { PartitionCount = count, DeadLetterBurstMax = int.MaxValue };
        _pipeline = new Pipeline(connection.Cluster, Options, connection.Wire, TimeProvider.System, NullLoggerFactory.Instance, engine);
    }

    /// <summary>How the service is put together.</summary>
    public PipelineOptions Options { get; }

    /// <summary>The oracle's task.</summary>
    public (TaskOptions Options, IProcessor Processor) Oracle() => _pipeline.Oracle().CreateTask(0);

    /// <summary>The task of a partition.</summary>
    public (TaskOptions Options, IProcessor Processor) Margin(int partition) => _pipeline.Margin().CreateTask(partition);
}
