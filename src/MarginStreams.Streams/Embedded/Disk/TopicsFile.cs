namespace MarginStreams.Streams;

/// <summary>The list of topics on disk, replaced as a whole when a topic is added.</summary>
internal static class TopicsFile
{
    private const int Format = 1;

    /// <summary>The topics of a log.</summary>
    /// <exception cref="LogException">A later version of this program wrote it.</exception>
    public static List<TopicSpec> Read(string root)
    {
        string path = DiskLayout.Topics(root);
        if (FrameFile.Read(path) is not { } content)
        {
            return [];
        }

        var from = new ByteReader(content);
        long format = from.Unsigned();
        if (format != Format)
        {
            throw new LogException($"{path} is of format {format}; this program reads {Format}");
        }

        var topics = new List<TopicSpec>();
        while (!from.IsAtEnd)
        {
            (string name, int partitions, bool compacted) = (from.Text(), (int)from.Unsigned(), from.Byte() != 0);
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int left = from.Count(); left > 0; left--)
            {
                settings.Add(from.Text(), from.Text());
            }

            topics.Add(new TopicSpec(name, partitions, compacted, settings));
        }

        return topics;
    }

    /// <summary>Replaces the list.</summary>
    public static void Write(string root, IEnumerable<TopicSpec> topics, bool sync)
    {
        ByteBuffer content = FrameFile.NewContent();
        content.Unsigned(Format);
        foreach (TopicSpec topic in topics)
        {
            content.Text(topic.Name);
            content.Unsigned(topic.Partitions);
            content.Byte(topic.Compacted ? (byte)1 : (byte)0);
            KeyValuePair<string, string>[] settings = [.. (topic.Settings ?? new Dictionary<string, string>()).OrderBy(at => at.Key, StringComparer.Ordinal)];
            content.Unsigned(settings.Length);
            foreach ((string name, string value) in settings)
            {
                content.Text(name);
                content.Text(value);
            }
        }

        FrameFile.Write(DiskLayout.Topics(root), content, sync);
    }
}
