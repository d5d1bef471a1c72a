namespace MarginStreams.Streams.Tests;

/// <summary>
/// A killed process may leave the last write unfinished at any byte: then the last transaction is there as a whole or not at all, and all before it is there.
/// Whatever else is not as it was written is found out: no flipped bit and no lost tail of something committed passes in silence.
/// </summary>
public sealed class DiskLogDamage : IDisposable
{
    private static readonly TopicPartition Input = new("in", 0);
    private readonly DiskWorld _world = new();
    private readonly ITransactionalProducer _producer;

    public DiskLogDamage()
    {
        _world.Log.Admin.EnsureTopics([new TopicSpec("t", 2, Compacted: true)]);
        _producer = _world.Log.CreateTransactionalProducer("id");
        Write("a", 1);
        _producer.Begin();
        _producer.Produce(DiskWorld.Record("k", "aborted"));
        _producer.Abort();
        Write("b", 2);
    }

    [Fact]
    public void Open_LastWriteOfACommitIsTornAtAnyByte_AllOrNothing()
    {
        Dictionary<string, long> before = Lengths(_world.Folder);
        string[] old = Content(_world.Log);
        Write("c", 3);
        string[] complete = Content(_world.Log);
        Assert.NotEqual(old, complete);
        string[] grown = [.. before.Keys.Where(file => Lengths(_world.Folder)[file] > before[file])];
        string decisions = Assert.Single(grown, file => file.StartsWith("decisions", StringComparison.Ordinal));
        Assert.Equal(3, grown.Length);
        int torn = 0;
        foreach (string file in grown)
        {
            long length = Lengths(_world.Folder)[file];
            for (long cut = before[file]; cut < length; cut++)
            {
                // Writes before the torn one were done, those after it were not: a partition's tail is torn before there is a decision.
                string copy = _world.Copy();
                Cut(copy, file, cut);
                if (file != decisions)
                {
                    Cut(copy, decisions, before[decisions]);
                }

                AssertOpens(copy, old);
                bool isTorn = cut > before[file];
                Assert.Equal(isTorn ? 1 : 0, _world.Messages.Count(message => message.Contains(Path.Combine(copy, file), StringComparison.Ordinal)));
                torn++;
            }
        }

        AssertOpens(_world.Copy(), complete);
        Assert.True(torn > 150, $"only {torn} places");
    }

    [Fact]
    public void Open_TailOfSomethingCommittedIsLost_IsCorrupt()
    {
        Dictionary<string, long> lengths = Lengths(_world.Folder);
        foreach (string file in lengths.Keys.Where(file => file.EndsWith(".log", StringComparison.Ordinal)))
        {
            string copy = _world.Copy();
            for (long cut = lengths[file] - 1; cut >= 0; cut--)
            {
                Cut(copy, file, cut);
                var thrown = Assert.Throws<LogCorruptException>(() => _world.Open(copy));
                Assert.Equal(Path.Combine(copy, file), thrown.File);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_AnyBitFlipped_IsFoundOut(bool isClosed)
    {
        _world.Log.Compact(new("t", 1));
        if (isClosed)
        {
            _world.Restart();
            _world.Log.Dispose();
        }

        string[] expected = Content(_world.Copy());
        string copy = _world.Copy();
        int flipped = 0;
        foreach (string file in DiskWorld.FilesOf(copy))
        {
            byte[] bytes = File.ReadAllBytes(file);
            bool isIndex = Path.GetExtension(file) == ".index";
            for (int bit = 0; bit < bytes.Length * 8; bit += isIndex ? 9 : 1, flipped++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(file, bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                if (isIndex)
                {
                    // An index is only a help: the log does without, and opening it writes.
                    Assert.Equal(expected, Content(copy));
                    Directory.Delete(copy, recursive: true);
                    Directory.Move(_world.Copy(), copy);
                }
                else
                {
                    var thrown = Assert.Throws<LogCorruptException>(() => Content(copy));
                    Assert.Equal(file, thrown.File);
                }
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(expected, Content(copy));
        Assert.True(flipped > 2_500, $"only {flipped} bits");
    }

    [Fact]
    public void Open_FileOfAPartitionIsMissing_IsCorrupt()
    {
        string file = _world.Files.First(file => file.EndsWith(".log", StringComparison.Ordinal));
        string copy = _world.Copy();
        File.Delete(Path.Combine(copy, Path.GetRelativePath(_world.Folder, file)));
        Assert.Throws<LogCorruptException>(() => _world.Open(copy));
    }

    /// <inheritdoc/>
    public void Dispose() => _world.Dispose();

    private static Dictionary<string, long> Lengths(string folder) =>
        DiskWorld.FilesOf(folder).ToDictionary(file => Path.GetRelativePath(folder, file), file => new FileInfo(file).Length);

    private static void Cut(string folder, string file, long length)
    {
        using FileStream stream = File.OpenWrite(Path.Combine(folder, file));
        stream.SetLength(length);
    }

    private static string[] Content(EmbeddedCluster log) =>
    [
        .. DiskWorld.Read(log), .. DiskWorld.Read(log, partition: 1), $"{log.Admin.CommittedOffset("g", Input)}",
        $"{log.Admin.QueryWatermarks(new("t", 0)).High}",
    ];

    private string[] Content(string folder)
    {
        using EmbeddedCluster log = _world.Open(folder);
        return Content(log);
    }

    /// <summary>Opens a copy with what is expected but for the high watermark, which counts aborted records too, writes on, and opens it again.</summary>
    private void AssertOpens(string copy, string[] expected)
    {
        string[] written;
        using (EmbeddedCluster log = _world.Open(copy))
        {
            Assert.Equal(expected[..^1], Content(log)[..^1]);
            DiskWorld.Transact(log.CreateTransactionalProducer("id"), DiskWorld.Record("next", "next"));
            written = Content(log);
        }

        Assert.Equal(written, Content(copy));
        Directory.Delete(copy, recursive: true);
    }

    private void Write(string value, long offset)
    {
        _producer.Begin();
        _producer.Produce(DiskWorld.Record("k", value));
        _producer.Produce(DiskWorld.Record("l", value, partition: 1));
        _producer.SendOffsets([new(Input, offset)], _world.Log.CreateConsumer("g").GroupMetadata());
        _producer.Commit();
    }
}
