using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Transfer;

/// <summary>Records what stands in input topics.</summary>
public static class ClusterRecorder
{
    /// <summary>Records it; returns the number of records of each topic.</summary>
    public static IReadOnlyDictionary<InputTopic, long> Record(ClusterInputs inputs, RecordingWriter writer, CancellationToken cancel)
    {
        var counts = new SortedDictionary<InputTopic, long>();
        foreach (InputTopic topic in InputTopics.All)
        {
            counts[topic] = 0;
            foreach (RecordedRecord record in inputs.Read(topic))
            {
                cancel.ThrowIfCancellationRequested();
                writer.Write(record);
                counts[topic]++;
            }
        }

        return counts;
    }
}
