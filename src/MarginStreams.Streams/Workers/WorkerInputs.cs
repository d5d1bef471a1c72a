namespace MarginStreams.Streams;

/// <summary>The inputs of all tasks of a worker, behind one consumer.</summary>
internal sealed class WorkerInputs(ILogCluster cluster, string groupId, Func<IGroupMetadata>? membership, bool takesRepeats = false) : IInputHost, IDisposable
{
    private readonly Dictionary<TopicPartition, SharedWindow> _windows = [];
    private readonly List<SharedInput> _shared = [];
    private readonly InputReader _reader = new(cluster, groupId);

    /// <inheritdoc/>
    public TaskInput[] Attach(TaskOptions options, IReadOnlyList<TopicPartitionOffset> places)
    {
        var inputs = new TaskInput[places.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = options.SharedInputs.Contains(places[i].TopicPartition) ? Share(places[i]) : Own(places[i], options.BufferedRecordsMax);
        }

        return inputs;
    }

    /// <inheritdoc/>
    public void Detach(TaskInput[] inputs)
    {
        foreach (TaskInput input in inputs)
        {
            if (input is SharedInput shared)
            {
                _shared.Remove(shared);
                _windows[input.Partition].Close(shared);
            }
            else
            {
                _reader.Remove(input.Partition);
            }
        }
    }

    /// <inheritdoc/>
    public IGroupMetadata GroupMetadata() => membership is null ? _reader.GroupMetadata() : membership();

    /// <summary>Reads what is there, and waits for the first record. Whether there was any.</summary>
    public bool Read(TimeSpan wait)
    {
        bool did = false;
        foreach (SharedInput input in _shared)
        {
            did |= input.CatchUp();
        }

        foreach (SharedWindow window in _windows.Values)
        {
            window.Trim();
        }

        return _reader.Read(did ? TimeSpan.Zero : wait) || did;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SharedInput input in _shared)
        {
            input.Dispose();
        }

        _reader.Dispose();
    }

    private OwnInput Own(TopicPartitionOffset place, int recordsMax)
    {
        var input = new OwnInput(place.TopicPartition, place.Offset, _reader, recordsMax, takesRepeats);
        _reader.Add(input);
        return input;
    }

    private SharedInput Share(TopicPartitionOffset place)
    {
        if (!_windows.TryGetValue(place.TopicPartition, out SharedWindow? window))
        {
            window = new SharedWindow(cluster, groupId, place.TopicPartition, _reader, StreamLimits.SharedRecordsMax);
            _windows.Add(place.TopicPartition, window);
        }

        SharedInput input = window.Open(place.Offset);
        _shared.Add(input);
        return input;
    }
}
