using System.Globalization;
using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// A world with two inputs in which everything happens that a task can write: outputs, changed and forgotten keys, dead letters, commits by request and by
/// number of records, an input buffer that is full. Everything committed in the end is compared as text.
/// </summary>
internal static class Scenario
{
    private static readonly (TopicPartition To, long TimestampMs, string Key, string Value)[] Long =
    [
        (TaskWorld.A, 10, "x", "1"), (TaskWorld.A, 20, "y", "2"), (TaskWorld.A, 30, "x", "3"), (TaskWorld.A, 30, "x", "not a number"),
        (TaskWorld.A, 40, "y", "0"), (TaskWorld.A, 50, "z", "4"), (TaskWorld.A, 60, "z", "5"), (TaskWorld.A, 70, "x", "0"),
        (TaskWorld.B, 15, "x", "10"), (TaskWorld.B, 15, "", "commit"), (TaskWorld.B, 30, "y", "20"), (TaskWorld.B, 55, "", "rubbish"),
        (TaskWorld.B, 35, "z", "30"), (TaskWorld.B, 80, "y", "40"),
    ];

    /// <summary>A fresh world with the whole scenario.</summary>
    public static TaskWorld Whole() => World(Long);

    /// <summary>A fresh world with a few records, for tests that multiply.</summary>
    public static TaskWorld Short() => World([.. Long[..5], .. Long[8..10]]);

    /// <summary>Everything committed: outputs, dead letters, changelog with its cuts, and the group's offsets.</summary>
    public static string Committed(TaskWorld world)
    {
        var text = new StringBuilder();
        foreach (TopicPartition partition in new[] { TaskWorld.Output, TaskWorld.DeadLetters, TaskWorld.Changelog })
        {
            foreach (LogRecord record in world.Read(partition))
            {
                string headers = string.Join(',', record.Headers.Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value)}"));
                text.AppendLine(CultureInfo.InvariantCulture, $"{partition} {record.TimestampMs} {Hex(record.Key)} {Hex(record.Value)} {headers}");
            }
        }

        foreach (TopicPartition input in world.Options.Inputs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{input} {world.Log.Admin.CommittedOffset(world.Options.ApplicationId, input)}");
        }

        return text.ToString();
    }

    /// <summary>Starts a task through a log and runs it to the end.</summary>
    public static void RunToEnd(TaskWorld world, ILogCluster log)
    {
        (_, SoloTask task) = world.Make(log);
        task.Start();
        TaskWorld.RunToEnd(task);
    }

    /// <summary>Runs a task that dies at an operation; a dead process does nothing more, so its log refuses everything. Null when it ends before.</summary>
    public static string? Crash(TaskWorld world, int number, bool after)
    {
        string? operation = null;
        var log = new SteppedCluster(world.Log, step =>
        {
            if (operation is not null || (step.Number == number && step.IsAfter == after))
            {
                operation ??= step.Operation;
                throw new LogUnreachableException("this process is dead");
            }
        });
        try
        {
            RunToEnd(world, log);
        }
        catch (LogUnreachableException)
        {
            // As it was told to.
        }

        return operation;
    }

    /// <summary>What an undisturbed run leaves, and how many operations it takes.</summary>
    public static (string Committed, int Steps) Undisturbed(TaskWorld world)
    {
        var log = new SteppedCluster(world.Log, _ => { });
        RunToEnd(world, log);
        return (Committed(world), log.Count);
    }

    private static TaskWorld World((TopicPartition To, long TimestampMs, string Key, string Value)[] records)
    {
        var world = new TaskWorld();
        world = new TaskWorld { Options = world.Options with { CommitMaxRecords = 3, BufferedRecordsMax = 2 } };
        foreach ((TopicPartition to, long timestampMs, string key, string value) in records)
        {
            world.Input(to, timestampMs, value, key);
        }

        return world;
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
