using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MarginStreams.Cli.Runs;

/// <summary>
/// A run on disk: <c>result.json</c>, <c>triggers.jsonl</c>, <c>frames.jsonl</c>, <c>dead-letters.jsonl</c>. It is written under a temporary name beside its
/// place and then takes that place, so that half a run never stands there.
/// </summary>
public sealed class RunFolder(string path)
{
    private const string ResultName = "result.json";
    private const string TriggersName = "triggers.jsonl";
    private const string FramesName = "frames.jsonl";
    private const string DeadLettersName = "dead-letters.jsonl";

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>The file of triggers.</summary>
    public string TriggersPath => System.IO.Path.Combine(Path, TriggersName);

    /// <summary>Refuses a place that holds something other than a run.</summary>
    /// <exception cref="CliException">It does.</exception>
    public void RequireWritable()
    {
        bool foreign = File.Exists(Path)
            || (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any() && !File.Exists(InFolder(ResultName)));
        if (foreign)
        {
            throw new CliException(ExitCode.Usage, $"{path} exists and is no run: choose another place for --out");
        }
    }

    /// <summary>Writes the run; a former one in its place is replaced.</summary>
    public void Write(RunResult result, RunOutcome outcome, CancellationToken cancel)
    {
        RequireWritable();
        string temporary = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            using (FileStream triggers = File.Create(System.IO.Path.Combine(temporary, TriggersName)))
            {
                foreach (TriggerLine line in outcome.Triggers)
                {
                    cancel.ThrowIfCancellationRequested();
                    triggers.Write(line.Json);
                    triggers.WriteByte((byte)'\n');
                }
            }

            WriteLines(temporary, FramesName, outcome.Frames, RunJson.Default.FrameLine);
            WriteLines(temporary, DeadLettersName, outcome.DeadLetters, RunJson.Default.DeadLetterLine);
            File.WriteAllText(System.IO.Path.Combine(temporary, ResultName), result.ToJson() + "\n");
            Replace(temporary);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>The former run goes only when the new one stands in its place.</summary>
    private void Replace(string temporary)
    {
        string former = $"{Path}.{Environment.ProcessId}.old";
        if (Directory.Exists(Path))
        {
            Directory.Move(Path, former);
        }

        Directory.Move(temporary, Path);
        if (Directory.Exists(former))
        {
            Directory.Delete(former, recursive: true);
        }
    }

    /// <summary>The figures.</summary>
    /// <exception cref="CliException">There is no run, or its figures cannot be read.</exception>
    public RunResult ReadResult()
    {
        string file = InFolder(ResultName);
        if (!File.Exists(file))
        {
            throw new CliException(ExitCode.InputInvalid, $"{path} is no run: expected {ResultName} in it (see marginstreams backtest)");
        }

        return Parse(file, 1, File.ReadAllBytes(file), RunJson.Default.RunResult);
    }

    /// <summary>The frames.</summary>
    public IReadOnlyList<FrameLine> ReadFrames()
    {
        string file = Existing(FramesName);
        return [.. File.ReadLines(file).Select((line, i) => Parse(file, i + 1, System.Text.Encoding.UTF8.GetBytes(line), RunJson.Default.FrameLine))];
    }

    /// <summary>The file of triggers, which may not fit into memory.</summary>
    public FileStream OpenTriggers() => File.OpenRead(Existing(TriggersName));

    /// <summary>The bytes of the file of dead letters, and what they should be.</summary>
    public bool DeadLettersEqual(IEnumerable<DeadLetterLine> expected)
    {
        string text = string.Concat(expected.Select(line => JsonSerializer.Serialize(line, RunJson.Default.DeadLetterLine) + "\n"));
        return File.ReadAllText(Existing(DeadLettersName)) == text;
    }

    private static void WriteLines<T>(string folder, string name, IEnumerable<T> lines, JsonTypeInfo<T> type)
    {
        using StreamWriter writer = File.CreateText(System.IO.Path.Combine(folder, name));
        writer.NewLine = "\n";
        foreach (T line in lines)
        {
            writer.WriteLine(JsonSerializer.Serialize(line, type));
        }
    }

    private static T Parse<T>(string file, int line, ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type)
                ?? throw new CliException(ExitCode.InputInvalid, $"{file}:{line}: expected an object, but it is null");
        }
        catch (JsonException malformed)
        {
            throw new CliException(ExitCode.InputInvalid, $"{file}:{line}: field {malformed.Path}: {malformed.Message}", malformed);
        }
    }

    private string Existing(string name) =>
        File.Exists(InFolder(name)) ? InFolder(name) : throw new CliException(ExitCode.InputInvalid, $"{path} is no whole run: {name} is missing");

    private string InFolder(string name) => System.IO.Path.Combine(Path, name);
}
