using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Journals;

/// <summary>
/// Dead letters of all tasks, which share a topic, in whatever order. Where positions are repartitioned, the intake has some too: it has no journal, so of
/// those that nothing else leads to nothing is known.
/// </summary>
internal static class DeadLetterCheck
{
    /// <summary>Compares them, where all tasks were done again.</summary>
    public static WrittenDifference Compare(Connection connection, IReadOnlyList<TaskVerdict> tasks, PositionPartitioning partitioning)
    {
        var difference = new WrittenDifference();
        if (tasks.Any(task => task.Gaps.Count > 0))
        {
            return difference;
        }

        string topic = connection.Options.Topics.DeadLetters;
        int count = connection.Cluster.Admin.PartitionCount(topic) ?? 0;
        string[] actual = [.. Enumerable.Range(0, count).SelectMany(p => CommittedRecords.Read(connection.Cluster, topic, p)).Select(Text)];
        string[] expected = [.. tasks.SelectMany(task => task.DeadLetters).Select(Text)];
        foreach (string missed in Without(expected, actual))
        {
            difference.Misses($"{topic}: {missed} is missing");
        }

        foreach (string extra in partitioning == PositionPartitioning.Direct ? Without(actual, expected) : [])
        {
            difference.IsFalse($"{topic}: nothing leads to {extra}");
        }

        return difference;
    }

    private static string[] Without(string[] these, string[] those)
    {
        Dictionary<string, int> left = those.GroupBy(text => text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
        return [.. these.Where(text => (left[text] = left.GetValueOrDefault(text) - 1) < 0)];
    }

    private static string Text(LogRecord record) => Text(record.Partition, record.Key, record.Value, record.Headers);

    private static string Text(OutgoingRecord record) => Text(record.Partition, record.Key, record.Value, record.Headers ?? []);

    private static string Text(int partition, byte[]? key, byte[]? value, IReadOnlyList<LogHeader> headers)
    {
        string named = string.Join(' ', headers.Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value)}"));
        return $"the dead letter {named} in partition {partition}, key {Hex(key)}, value {Hex(value)}";
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
