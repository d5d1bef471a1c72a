namespace MarginStreams.Streams;

/// <summary>
/// The inputs of a worker's tasks, made anew after their consumer failed: nobody knows what it reads then, so it goes, and with it the tasks that it read for.
/// </summary>
internal sealed class WorkerReading(
    ILogCluster cluster, string groupId, Func<IGroupMetadata>? membership, StreamsSabotage sabotage = StreamsSabotage.None) : IInputHost, IDisposable
{
    private IGroupMetadata? _kept;
    private WorkerInputs? _inputs;

    /// <summary>Why it cannot be read any more; null while it can.</summary>
    public LogException? Failure { get; private set; }

    /// <inheritdoc/>
    public TaskInput[] Attach(TaskOptions options, IReadOnlyList<TopicPartitionOffset> places)
    {
        if (Failure is { } failed)
        {
            throw new LogUnreachableException("what this worker reads with has failed", failed);
        }

        try
        {
            return Inputs().Attach(options, places);
        }
        catch (LogException failure)
        {
            Failure = failure;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Detach(TaskInput[] inputs)
    {
        try
        {
            if (Failure is null)
            {
                _inputs?.Detach(inputs);
            }
        }
        catch (LogException failure)
        {
            Failure = failure;
        }
    }

    /// <inheritdoc/>
    public IGroupMetadata GroupMetadata() =>
        sabotage == StreamsSabotage.MetadataKept ? _kept ??= Inputs().GroupMetadata() : Inputs().GroupMetadata();

    /// <summary>Reads what is there, and waits for the first record. Whether there was any.</summary>
    public bool Read(TimeSpan wait)
    {
        try
        {
            return Failure is null && Inputs().Read(wait);
        }
        catch (LogException failure)
        {
            Failure = failure;
            return false;
        }
    }

    /// <summary>Forgets everything after a failure: the tasks have let go of their inputs.</summary>
    public void StartAnew()
    {
        Dispose();
        (_inputs, Failure) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _inputs?.Dispose();

    private WorkerInputs Inputs() => _inputs ??= new WorkerInputs(cluster, groupId, membership, takesRepeats: sabotage == StreamsSabotage.RepeatsTaken);
}
