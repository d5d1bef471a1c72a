namespace MarginStreams.Cli.Recordings;

/// <summary>
/// Writes topics of a recording: to temporary names first, and with <see cref="Commit"/> to their own. Without it nothing is left behind, and what
/// was there stays. Topics that nobody writes stay as they are.
/// </summary>
public sealed class RecordingWriter : IDisposable
{
    private readonly string _folder;
    private readonly bool _overwrite;
    private readonly bool _madeFolder;
    private readonly InputTopic[] _expected;
    private readonly TopicWriter?[] _topics = new TopicWriter?[InputTopics.All.Count];

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="folder">The recording's folder.</param>
    /// <param name="overwrite">Whether topics that are there already may be replaced.</param>
    /// <param name="topics">Topics to write even when no record of theirs comes; an empty file then says so.</param>
    /// <exception cref="RecordingException">One of these topics is there and may not be replaced.</exception>
    public RecordingWriter(string folder, bool overwrite, params InputTopic[] topics)
    {
        _folder = folder;
        _overwrite = overwrite;
        foreach (InputTopic topic in topics)
        {
            RequireFree(topic);
        }

        _expected = topics;
        _madeFolder = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Records written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes a record at the end of its topic.</summary>
    /// <exception cref="RecordingException">The topic is there and may not be replaced, or its time would run back.</exception>
    public void Write(RecordedRecord record)
    {
        Topic(record.Topic).Write(record);
        Count++;
    }

    /// <summary>Writes records to their end and puts every topic in its place; gives the number of records.</summary>
    public long WriteAll(IEnumerable<RecordedRecord> records, CancellationToken cancel)
    {
        foreach (RecordedRecord record in records)
        {
            cancel.ThrowIfCancellationRequested();
            Write(record);
        }

        Commit();
        return Count;
    }

    /// <summary>Puts every topic written in its place.</summary>
    public void Commit()
    {
        Array.ForEach(_expected, topic => Topic(topic));
        foreach (TopicWriter? topic in _topics)
        {
            topic?.Finish();
        }

        for (int i = 0; i < _topics.Length; i++)
        {
            if (_topics[i] is not null)
            {
                RequireFree((InputTopic)i);
                File.Move(_topics[i]!.TemporaryFile, Recording.PathOf(_folder, (InputTopic)i), _overwrite);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TopicWriter? topic in _topics)
        {
            topic?.Dispose();
        }

        if (_madeFolder && Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            Directory.Delete(_folder);
        }
    }

    private TopicWriter Topic(InputTopic topic)
    {
        if (_topics[(int)topic] is { } writer)
        {
            return writer;
        }

        RequireFree(topic);
        return _topics[(int)topic] = new TopicWriter(Recording.PathOf(_folder, topic));
    }

    private void RequireFree(InputTopic topic)
    {
        string file = Recording.PathOf(_folder, topic);
        if (!_overwrite && File.Exists(file))
        {
            throw new RecordingException(file, 0, "", "expected no such file, found one: ask for overwriting to replace it");
        }
    }
}
