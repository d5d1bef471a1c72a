using System.Text.Json;
using System.Text.Json.Serialization;
using MarginStreams.Cli.Transfer;

namespace MarginStreams.Cli.Runs;

/// <summary>
/// <c>result.json</c> of a run: its figures, and what verification and explanation need to make it again. The same input and options give the same bytes, so
/// nothing here comes from a clock.
/// </summary>
public sealed record RunResult
{
    /// <summary>Version of this layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Frames that the oracle closed.</summary>
    public long Frames { get; init; }

    /// <summary>Input records of all topics.</summary>
    public long Records { get; init; }

    /// <summary>Accounts that positions named.</summary>
    public long Accounts { get; init; }

    /// <summary>Lines of <c>triggers.jsonl</c>: every event of every episode.</summary>
    public long Triggers { get; init; }

    /// <summary>Episodes opened.</summary>
    public long EpisodesOpened { get; init; }

    /// <summary>Episodes closed.</summary>
    public long EpisodesClosed { get; init; }

    /// <summary>Episodes still open at the end.</summary>
    public long EpisodesOpen { get; init; }

    /// <summary>
    /// What bankrupt accounts owed beyond what they had after the last frame, numeraire's smallest unit; null where venues have different numeraires.
    /// </summary>
    public string? BadDebt { get; init; }

    /// <summary>The same, venue by venue.</summary>
    public IReadOnlyDictionary<string, string> BadDebtByVenue { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Accounts in each band after the last frame; those that no frame judged are in none.</summary>
    public IReadOnlyDictionary<string, long> AccountsByBand { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Accounts below each warning line and no lower one, by the line in ppm; those below none are not among them.</summary>
    public IReadOnlyDictionary<string, long> AccountsByWarningPpm { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Records that could not be used.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Hash of the state of all accounts after the last record.</summary>
    public string StateHash { get; init; } = "";

    /// <summary>SHA-256 of <c>triggers.jsonl</c>.</summary>
    public string TriggersHash { get; init; } = "";

    /// <summary>How the pipeline was put together.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The recording it was made from.</summary>
    public required RunSource Recording { get; init; }

    /// <summary>Wall clock, ms; only where it is printed, never in the file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ElapsedMs { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Default.RunResult);
}

/// <summary>What of a pipeline's options decides its output.</summary>
public sealed record RunSettings(int Partitions, int FrameIntervalMs, int FrameMaxUpdates, int KeyframeEvery, int MaxAwaitFrames);

/// <summary>What a run was made from: a recording, and what it held.</summary>
public sealed record RunSource(string Path, IReadOnlyList<RunSourceFile> Files)
{
    /// <summary>The topics that were read instead, on the cluster that the path names then; null where it is a recording.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunTopics? Topics { get; init; }
}

/// <summary>What was read of topics.</summary>
/// <param name="IsByJournal">Whether it was the input of a live run in the order of its journals; nothing of the stretches is said then.</param>
/// <param name="Stretches">What was read, topic by topic and partition by partition.</param>
public sealed record RunTopics(bool IsByJournal, IReadOnlyList<InputStretch> Stretches)
{
    /// <summary>Whether positions kept the partitions and offsets that they have there.</summary>
    public bool KeepsPlaces { get; init; } = true;
}

/// <summary>A file of a recording, and XxHash128 of what it held.</summary>
public sealed record RunSourceFile(string Name, string Digest);

/// <summary>JSON of a run folder, without reflection: starting up is felt.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(FrameLine))]
[JsonSerializable(typeof(DeadLetterLine))]
internal sealed partial class RunJson : JsonSerializerContext;
