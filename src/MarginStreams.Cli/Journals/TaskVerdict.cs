using MarginStreams.Cli.Configuring;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Journals;

/// <summary>One task done again, and what it wrote compared.</summary>
/// <param name="Count">Records of its first output: frames or triggers.</param>
/// <param name="Commits">Commits that were done again.</param>
/// <param name="Difference">What differs, over all outputs.</param>
/// <param name="Gaps">What could not be done again or compared, and why.</param>
/// <param name="DeadLetters">The dead letters that the replay gives.</param>
internal sealed record TaskVerdict(
    long Count,
    long Commits,
    WrittenDifference Difference,
    IReadOnlyList<string> Gaps,
    IReadOnlyList<OutgoingRecord> DeadLetters)
{
    /// <summary>Does a task again.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="task">The task, without any state.</param>
    /// <param name="kept">Its outputs that keep every record.</param>
    /// <param name="compacted">Its outputs that may keep the latest record of each key alone.</param>
    /// <param name="cancel">Ends it.</param>
    public static TaskVerdict Of(
        Connection connection,
        (TaskOptions Options, IProcessor Processor) task,
        TopicPartition[] kept,
        TopicPartition[] compacted,
        CancellationToken cancel)
    {
        var written = kept.Concat(compacted).ToDictionary(place => place, place => new WrittenRecords(connection.Cluster, place, connection.Wire));
        var letters = new List<OutgoingRecord>();
        using var replay = new TaskReplay(connection.Cluster, task, Expect);
        replay.CatchUp(cancel);
        bool isWhole = replay.Gap is null;
        var gaps = new List<string>();
        if (replay.Gap is { } gap)
        {
            gaps.Add($"{task.Options.TaskId}: {gap}");
        }

        var difference = new WrittenDifference();
        foreach (TopicPartition place in kept)
        {
            if (connection.Cluster.Admin.QueryWatermarks(place).Low is > 0 and var low)
            {
                gaps.Add($"{place} begins at offset {low}: what came before it is gone, so the partition was not compared");
            }
            else
            {
                difference.Add(written[place].CompareAll(isWhole));
            }
        }

        foreach (TopicPartition place in compacted.Where(_ => isWhole))
        {
            difference.Add(written[place].CompareLatest());
        }

        return new(written[kept[0]].Expected.Count, replay.Commits, difference, gaps, letters);

        void Expect(OutgoingRecord record)
        {
            if (written.TryGetValue(new(record.Topic, record.Partition), out WrittenRecords? records))
            {
                records.Expect(record);
            }
            else if (record.Topic == task.Options.DeadLetterTopic)
            {
                letters.Add(record);
            }
        }
    }
}
