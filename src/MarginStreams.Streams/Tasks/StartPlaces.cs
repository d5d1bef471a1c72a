using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>Where a task begins to read: at its cut, else at the first record there is. What the group committed is never believed, only compared.</summary>
internal static class StartPlaces
{
    /// <summary>The first offset to read of each input.</summary>
    /// <exception cref="InvalidDataException">An input no longer holds what the cut asks for.</exception>
    public static IReadOnlyList<TopicPartitionOffset> Of(ILogCluster cluster, TaskOptions options, Cut? cut, ILogger logger)
    {
        var places = new List<TopicPartitionOffset>();
        foreach (TopicPartition input in options.Inputs)
        {
            Watermarks marks = cluster.Admin.QueryWatermarks(input);
            long offset = cut?.OffsetOf(input) ?? marks.Low;
            if (offset < marks.Low || offset > marks.High)
            {
                throw new InvalidDataException(
                    $"task {options.TaskId} must go on at offset {offset} of {input}, which holds offsets {marks.Low} to {marks.High}: records are missing");
            }

            if (!options.SharedInputs.Contains(input))
            {
                Compare(cluster, options, new(input, offset), logger);
            }

            places.Add(new(input, offset));
        }

        return places;
    }

    private static void Compare(ILogCluster cluster, TaskOptions options, TopicPartitionOffset start, ILogger logger)
    {
        try
        {
            long? committed = cluster.Admin.CommittedOffset(options.GroupId, start.TopicPartition);
            if (committed is not null && committed != start.Offset)
            {
                logger.LogWarning(
                    "Task {Task} goes on at offset {Offset} of {Input}; its group committed {Committed}, which is not used",
                    options.TaskId,
                    start.Offset,
                    start.TopicPartition,
                    committed);
            }
        }
        catch (LogException unknown)
        {
            logger.LogInformation(unknown, "Task {Task}: the group's committed offset of {Input} is unknown", options.TaskId, start.TopicPartition);
        }
    }
}
