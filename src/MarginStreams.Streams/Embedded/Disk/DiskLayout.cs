using System.Globalization;

namespace MarginStreams.Streams;

/// <summary>
/// Where things are in the directory of a log: <c>lock</c>, <c>topics</c>, <c>decisions-N</c>, and for each partition a folder <c>data/TOPIC/PARTITION</c> with
/// <c>current</c> and <c>GENERATION-OFFSET.log</c>, each with an <c>.index</c> once it is full.
/// </summary>
internal static class DiskLayout
{
    /// <summary>Ends the name of a file that is not whole yet.</summary>
    public const string TemporarySuffix = ".tmp";

    private const string DecisionsPrefix = "decisions-";
    private const string SegmentSuffix = ".log";

    /// <summary>The file that one process holds.</summary>
    public static string Lock(string root) => Path.Combine(root, "lock");

    /// <summary>The list of topics.</summary>
    public static string Topics(string root) => Path.Combine(root, "topics");

    /// <summary>The file of decisions that begins with this one.</summary>
    public static string Decisions(string root, long first) => Path.Combine(root, DecisionsPrefix + Number(first));

    /// <summary>The numbers of the decisions that the files of decisions begin with.</summary>
    public static long[] Decisions(string root) =>
    [
        .. Directory.EnumerateFiles(root, DecisionsPrefix + "*").Where(IsWhole)
            .Select(path => Parse(Path.GetFileName(path)[DecisionsPrefix.Length..], path)).Order(),
    ];

    /// <summary>The folder of a partition.</summary>
    /// <exception cref="LogException">The topic's name cannot be that of a folder.</exception>
    public static string Partition(string root, TopicPartition place) =>
        place.Topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-') && place.Topic is not ("" or "." or "..")
            ? Path.Combine(root, "data", place.Topic, place.Partition.ToString(CultureInfo.InvariantCulture))
            : throw new LogException($"a topic on disk cannot have the name '{place.Topic}': letters, digits, dots, underscores and hyphens only");

    /// <summary>Which generation of files a partition consists of.</summary>
    public static string Current(string partition) => Path.Combine(partition, "current");

    /// <summary>The file of a partition that begins with an offset.</summary>
    public static string Segment(string partition, int generation, long firstOffset) =>
        Path.Combine(partition, $"{generation.ToString("D8", CultureInfo.InvariantCulture)}-{Number(firstOffset)}{SegmentSuffix}");

    /// <summary>What a full file holds.</summary>
    public static string Index(string segment) => Path.ChangeExtension(segment, ".index");

    /// <summary>The offsets that the files of a generation begin with; the files of other generations, and what is not whole, are deleted.</summary>
    public static long[] Segments(string partition, int generation)
    {
        string prefix = generation.ToString("D8", CultureInfo.InvariantCulture) + '-';
        foreach (string path in Directory.EnumerateFiles(partition).Where(path => Path.GetFileName(path) is { } name &&
            (!IsWhole(name) || (name.Contains('-', StringComparison.Ordinal) && !name.StartsWith(prefix, StringComparison.Ordinal)))))
        {
            File.Delete(path);
        }

        return
        [
            .. Directory.EnumerateFiles(partition, prefix + '*' + SegmentSuffix)
                .Select(path => Parse(Path.GetFileNameWithoutExtension(path)[prefix.Length..], path)).Order(),
        ];
    }

    private static bool IsWhole(string path) => !path.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    private static string Number(long number) => number.ToString("D20", CultureInfo.InvariantCulture);

    private static long Parse(string number, string path) => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed)
        ? parsed
        : throw new LogCorruptException(path, 0, "its name is not that of a file of this log");
}
