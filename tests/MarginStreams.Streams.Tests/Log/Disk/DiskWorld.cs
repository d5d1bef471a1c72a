using System.Text;
using MarginStreams.Cli.Tests;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams.Tests;

/// <summary>A log on disk that is closed and opened, or killed and opened, as often as a test likes.</summary>
internal sealed class DiskWorld : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedOptions _options;
    private readonly TimeProvider _clock;
    private int _lives;

    public DiskWorld(EmbeddedOptions? options = null, TimeProvider? clock = null)
    {
        _options = options ?? new EmbeddedOptions();
        _clock = clock ?? TimeProvider.System;
        Log = Open(Folder);
    }

    /// <summary>Files, blocks and caches so small that a few records fill them.</summary>
    public static EmbeddedOptions Tiny { get; } =
        new() { SegmentBytesMax = 200, CacheBytesMax = 500, DecisionBytesMax = 600, CompactionBytesMin = 400, TransactionTimeoutMs = 60_000 };

    public EmbeddedCluster Log { get; private set; }

    public string Folder => _folder[$"life-{_lives}"];

    /// <summary>The files as the operating system has them, without the lock.</summary>
    public string[] Files => FilesOf(Folder);

    /// <summary>What a person was told.</summary>
    public List<string> Messages { get; } = [];

    public EmbeddedCluster Open(string folder) => EmbeddedCluster.Open(folder, _options, _clock, new Listener(Messages));

    /// <summary>Closes the log, and opens it.</summary>
    public void Restart()
    {
        Log.Dispose();
        Log = Open(Folder);
    }

    /// <summary>Opens what a process that is killed now would leave.</summary>
    public void Kill()
    {
        EmbeddedCluster killed = Log;
        string left = Folder;
        _lives++;
        Copy(left, Folder);
        killed.Dispose();
        Log = Open(Folder);
    }

    /// <summary>A copy of the files of the log as they are now.</summary>
    public string Copy()
    {
        string copy = _folder[$"copy-{Guid.NewGuid():N}"];
        Copy(Folder, copy);
        return copy;
    }

    public static string[] FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock").Order(StringComparer.Ordinal)];

    /// <summary>The values that a reader sees, with their offsets.</summary>
    public static string[] Read(ILogCluster log, string topic = "t", int partition = 0)
    {
        using ILogConsumer consumer = log.CreateConsumer("reader");
        consumer.Assign([new(new(topic, partition), 0)]);
        var seen = new List<string>();
        while (consumer.Poll(TimeSpan.Zero) is { } record)
        {
            seen.Add($"{record.Offset}:{(record.Value is { } value ? Encoding.UTF8.GetString(value) : "null")}");
        }

        return [.. seen];
    }

    public static OutgoingRecord Record(string key, string? value, string topic = "t", int partition = 0) =>
        new(topic, partition, 0, Encoding.UTF8.GetBytes(key), value is null ? null : Encoding.UTF8.GetBytes(value));

    public static void Transact(ITransactionalProducer producer, params OutgoingRecord[] records)
    {
        producer.Begin();
        Array.ForEach(records, producer.Produce);
        producer.Commit();
    }

    public void Dispose()
    {
        Log.Dispose();
        _folder.Dispose();
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in FilesOf(from))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private sealed class Listener(List<string> messages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Add(formatter(state, exception));
    }
}
