using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>A task that reads for itself and belongs to no worker: for inputs that do not grow.</summary>
public sealed class SoloTask(ILogCluster cluster, TaskOptions options, IProcessor processor, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly StreamTask _task = new(options, processor, new TaskEnvironment(cluster, clock, logger));
    private WorkerInputs? _inputs;

    /// <summary>Its options.</summary>
    public TaskOptions Options => options;

    /// <summary>What it did so far.</summary>
    public TaskCounts Counts => _task.Counts;

    /// <summary>Whether every input stands at its end, and all of it was processed and committed.</summary>
    public bool IsCaughtUp => _task.IsCaughtUp;

    /// <summary>Takes over from a predecessor, restores the state, and moves to the cut.</summary>
    public void Start()
    {
        _task.Open();
        IReadOnlyList<TopicPartitionOffset>? places;
        do
        {
            places = _task.Restore();
        }
        while (places is null);

        _inputs = new WorkerInputs(cluster, options.GroupId, membership: null);
        _task.Run(_inputs.Attach(options, places), _inputs.GroupMetadata);
    }

    /// <summary>
    /// Processes what is there, at most a bounded batch; with nothing there, waits for something to arrive. Commits when it is due. Whether it did anything.
    /// </summary>
    public bool RunOnce(TimeSpan wait)
    {
        bool did = _task.Advance();
        while (_inputs!.Read(did ? TimeSpan.Zero : _task.Leisure(wait)))
        {
            _task.Advance();
            did = true;
        }

        return did || (wait > TimeSpan.Zero && _task.Advance());
    }

    /// <summary>Commits what was processed; does nothing when there is nothing to commit.</summary>
    public void Commit() => _task.Commit();

    /// <summary>Lets go. What was not committed is dropped; a graceful end commits first.</summary>
    public void Dispose()
    {
        _task.Dispose();
        _inputs?.Dispose();
    }
}
