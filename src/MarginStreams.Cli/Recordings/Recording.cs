using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>
/// A folder that holds a stretch of the input topics, one record a line: <c>venues.jsonl</c>, <c>instruments.jsonl</c>, <c>positions.jsonl</c>,
/// <c>oracle-prices.jsonl</c>, <c>commands.jsonl</c>. A missing file is an empty topic. Definitions are read when it is opened, the rest as it is asked for.
/// </summary>
public sealed class Recording
{
    private readonly RecordChecks _checks = new();
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
    /// <exception cref="RecordingException">There is none, or its definitions do not hold what they have to.</exception>
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
    /// The records of one account in the topic of positions, with the number of their lines. Other lines are passed over unread: a scan of the whole
    /// file costs little more than reading it.
    /// </summary>
    public IEnumerable<(long Line, RecordedRecord Record)> ReadAccount(string account)
    {
        string file = PathOf(Folder, InputTopic.Positions);
        if (!File.Exists(file))
        {
            yield break;
        }

        var filter = new AccountFilter(account);
        var parser = new LineParser(InputTopic.Positions, file, _checks);
        using var lines = new LineReader(file);
        while (lines.Next())
        {
            if (filter.MayConcern(lines.Line.Span) && parser.Parse(lines.Line, lines.Number) is var record && filter.Concerns(record.Key))
            {
                yield return (lines.Number, record);
            }
        }
    }

    /// <summary>The files of the recording with a digest of their content, in merge order.</summary>
    public IReadOnlyList<RecordingFile> Files() =>
    [
        .. InputTopics.All.Where(topic => File.Exists(PathOf(Folder, topic))).Select(topic => RecordingFile.Of(PathOf(Folder, topic))),
    ];

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
            order.Check(new LinePlace(file, lines.Number), record);
            yield return record;
        }
    }
}
