using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>
/// A folder that holds a stretch of the input topics, one record a line: <c>venues.jsonl</c>, <c>instruments.jsonl</c>, <c>positions.jsonl</c>,
/// <c>oracle-prices.jsonl</c>, <c>commands.jsonl</c>. A missing file is an empty topic. Definitions are read when it is opened, the rest as it is asked for.
/// </summary>
public sealed class Recording
{
    private readonly RecordChecks _checks = new();
    private readonly DefinitionChecks _definitions = new();
    private readonly List<RecordedRecord> _venues;
    private readonly List<RecordedRecord> _instruments;

    private Recording(string folder)
    {
        Folder = folder;
        _venues = [.. Lines(InputTopic.Venues)];
        _instruments = [.. Lines(InputTopic.Instruments)];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Opens a recording and reads its definitions.</summary>
    /// <exception cref="RecordingException">
    /// There is none, or its definitions do not hold what they have to: the schema, a venue that exists, and the conditions of the rule set.
    /// </exception>
    public static Recording Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RecordingException(folder, 0, "", "expected the folder of a recording, found no such folder");
        }

        foreach (InputTopic topic in InputTopics.All)
        {
            string parquet = Path.Combine(folder, InputTopics.Name(topic) + ".parquet");
            if (File.Exists(parquet))
            {
                throw new RecordingException(parquet, 0, "", $"expected {InputTopics.FileName(topic)}, found parquet: only jsonl is read");
            }
        }

        return InputTopics.All.Any(topic => File.Exists(PathOf(folder, topic)))
            ? new Recording(folder)
            : throw new RecordingException(
                folder, 0, "", $"expected a recording ({string.Join(", ", InputTopics.All.Select(InputTopics.FileName))}), found none of these files");
    }

    /// <summary>All records: by timestamp, then by topic, then by line.</summary>
    public IEnumerable<RecordedRecord> Read() => RecordMerge.Merge(InputTopics.All.Select(Read));

    /// <summary>The records of one topic, in the order of its lines.</summary>
    public IEnumerable<RecordedRecord> Read(InputTopic topic) => topic switch
    {
        InputTopic.Venues => _venues,
        InputTopic.Instruments => _instruments,
        _ => Lines(topic),
    };

    /// <summary>The venues, each as its last line left it, in ordinal order.</summary>
    public IReadOnlyList<Venue> Venues() => Latest(_venues, RecordCodecs.Venue);

    /// <summary>The instruments, each as its last line left it, in ordinal order.</summary>
    public IReadOnlyList<Instrument> Instruments() => Latest(_instruments, RecordCodecs.Instrument);

    /// <summary>
    /// The lines of a topic, of which only the envelope is looked at: where few records are wanted, this costs little more than reading the file. What was
    /// not read whole was not checked.
    /// </summary>
    public IEnumerable<ScannedLine> Scan(InputTopic topic)
    {
        string file = PathOf(Folder, topic);
        if (!File.Exists(file))
        {
            yield break;
        }

        var parser = new LineParser(topic, file, _checks);
        using var lines = new LineReader(file);
        Func<RecordedRecord> read = () => parser.Parse(lines.Line, lines.Number);
        while (lines.Next())
        {
            // A line without an envelope cannot be read whole either: reading it says why.
            yield return ScannedLine.Of(lines.Line.Span, lines.Number, read) ?? throw new InvalidDataException($"{read().Key} has no envelope");
        }
    }

    /// <summary>The files of the recording with a digest of their content, in merge order.</summary>
    public IReadOnlyList<RecordingFile> Files() =>
    [
        .. InputTopics.All.Where(topic => File.Exists(PathOf(Folder, topic))).Select(topic => RecordingFile.Of(PathOf(Folder, topic))),
    ];

    /// <summary>The file of a topic.</summary>
    public string PathOf(InputTopic topic) => PathOf(Folder, topic);

    internal static string PathOf(string folder, InputTopic topic) => Path.Combine(folder, InputTopics.FileName(topic));

    private static List<T> Latest<T>(List<RecordedRecord> records, RecordCodec<T> codec)
        where T : class
    {
        var latest = new SortedDictionary<string, RecordedRecord>(StringComparer.Ordinal);
        foreach (RecordedRecord record in records)
        {
            latest[record.Key] = record;
        }

        return [.. latest.Values.Where(record => record.Avro is not null).Select(record => codec.Decode(record.Avro))];
    }

    private IEnumerable<RecordedRecord> Lines(InputTopic topic)
    {
        string file = PathOf(Folder, topic);
        if (!File.Exists(file))
        {
            yield break;
        }

        var parser = new LineParser(topic, file, _checks);
        var order = new LineOrder();
        using var lines = new LineReader(file);
        while (lines.Next())
        {
            RecordedRecord record = parser.Parse(lines.Line, lines.Number);
            var place = new LinePlace(file, lines.Number);
            order.Check(place, record);
            _definitions.Check(place, record);
            yield return record;
        }
    }
}
