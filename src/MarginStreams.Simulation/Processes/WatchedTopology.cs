using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>A topology that remembers the processors it made, so that a checker can look into them.</summary>
internal sealed class WatchedTopology(ITopology inner) : ITopology
{
    private readonly Dictionary<int, IProcessor> _latest = [];

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string OwnedTopic => inner.OwnedTopic;

    /// <inheritdoc/>
    public string GroupId => inner.GroupId;

    /// <summary>The processor that was made last for a partition.</summary>
    public IProcessor Latest(int partition) => _latest[partition];

    /// <inheritdoc/>
    public (TaskOptions Options, IProcessor Processor) CreateTask(int partition)
    {
        (TaskOptions options, IProcessor processor) = inner.CreateTask(partition);
        _latest[partition] = processor;
        return (options, processor);
    }
}
