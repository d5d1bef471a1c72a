namespace MarginStreams.Streams;

/// <summary>Reads for tasks.</summary>
internal interface IInputHost
{
    /// <summary>Begins to read a task's inputs from these places.</summary>
    TaskInput[] Attach(TaskOptions options, IReadOnlyList<TopicPartitionOffset> places);

    /// <summary>Reads them no longer.</summary>
    void Detach(TaskInput[] inputs);

    /// <summary>The group's standing right now. Any thread may ask.</summary>
    IGroupMetadata GroupMetadata();
}
