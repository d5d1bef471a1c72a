namespace MarginStreams.Streams;

/// <summary>A part of the pipeline that a worker serves: one task for each partition of a topic. Each worker has an instance of its own.</summary>
public interface ITopology
{
    /// <summary>Its name, for logs and metrics.</summary>
    string Name { get; }

    /// <summary>The topic whose partitions the members of the group share: a task for each.</summary>
    string OwnedTopic { get; }

    /// <summary>The consumer group.</summary>
    string GroupId { get; }

    /// <summary>Makes a task's options, and a processor without any state.</summary>
    (TaskOptions Options, IProcessor Processor) CreateTask(int partition);
}
