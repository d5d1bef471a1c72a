using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Tests.Recordings;

/// <summary>A recording is written whole or not at all, and what is written reads back as it was.</summary>
public sealed class RecordingWriting : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_TheSameRecords()
    {
        RecordedRecord[] records =
        [
            .. Definitions(1),
            Position(2, "v:a", 10) with { Partition = 3, Offset = 7 },
            Position(3, "v:ä\"\\\u2028b", -10),
            RecordedRecord.Tombstone(InputTopic.Positions, 3, "v:a/USD") with { Partition = 3, Offset = 8 },
        ];
        Write(_folder["new"], false, records);

        RecordedRecord[] read = [.. Recording.Open(_folder["new"]).Read()];
        Assert.Equal(records.Select(Text), read.Select(Text));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNothingBehind()
    {
        using (var writer = new RecordingWriter(_folder["new"], false))
        {
            writer.Write(Position(1, "v:a", 1));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_SourceThatFails_LeavesWhatWasThere()
    {
        Write(_folder.Path, false, Definitions(1));
        string[] before = Snapshot();

        Assert.Throws<InvalidOperationException>(() => Write(_folder.Path, true, Failing()));

        Assert.Equal(before, Snapshot());

        static IEnumerable<RecordedRecord> Failing()
        {
            yield return Definitions(5)[0];
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void Write_TopicThatIsThere_IsRefusedUnlessAsked()
    {
        Write(_folder.Path, false, [.. Definitions(1), Position(2, "v:a", 1)]);
        string[] before = Snapshot();

        RecordingException fault = Assert.Throws<RecordingException>(() => Write(_folder.Path, false, [Position(2, "v:b", 1)]));
        Assert.Equal(_folder["positions.jsonl"], fault.File);
        Assert.Throws<RecordingException>(() => new RecordingWriter(_folder.Path, false, InputTopic.Venues));
        Assert.Equal(before, Snapshot());

        Write(_folder.Path, true, [Position(2, "v:b", 1)]);
        Assert.Equal(["v", "USD", "v:b/USD"], Recording.Open(_folder.Path).Read().Select(record => record.Key));
    }

    [Fact]
    public void Commit_ExpectedTopicWithoutRecords_IsAnEmptyFile()
    {
        using (var writer = new RecordingWriter(_folder.Path, false, InputTopic.Commands))
        {
            writer.Commit();
        }

        Assert.Equal(["commands.jsonl"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Empty(Recording.Open(_folder.Path).Read());
    }

    [Fact]
    public void Write_TimeThatRunsBack_IsRefused()
    {
        RecordingException fault = Assert.Throws<RecordingException>(() => Write(_folder.Path, false, [Position(2, "v:a", 1), Position(1, "v:a", 1)]));
        Assert.Equal((2, "timestampMs"), (fault.Line, fault.Field));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static void Write(string folder, bool overwrite, IEnumerable<RecordedRecord> records)
    {
        using var writer = new RecordingWriter(folder, overwrite);
        foreach (RecordedRecord record in records)
        {
            writer.Write(record);
        }

        writer.Commit();
    }

    private static RecordedRecord[] Definitions(long timestampMs) =>
    [
        RecordedRecord.Of(InputTopic.Venues, timestampMs, "v", RecordCodecs.Venue, new Venue { Id = "v" }),
        RecordedRecord.Of(
            InputTopic.Instruments, timestampMs, "USD", RecordCodecs.Instrument, new Instrument { Id = "USD", Venue = "v", Kind = InstrumentKind.Asset }),
    ];

    private static RecordedRecord Position(long timestampMs, string account, int size) => RecordedRecord.Of(
        InputTopic.Positions,
        timestampMs,
        $"{account}/USD",
        RecordCodecs.Position,
        new Position { Account = account, Instrument = "USD", Size = size });

    private static string Text(RecordedRecord record) =>
        $"{record.Topic} {record.TimestampMs} {record.Partition} {record.Offset} {record.Key} {record.Schema} "
        + (record.Avro is null ? "none" : Convert.ToHexString(record.Avro));

    private string[] Snapshot() =>
        [.. Directory.EnumerateFiles(_folder.Path).Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + File.ReadAllText(file))];
}
