using System.Text;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Tests.Verifying;

/// <summary>Triggers are compared byte by byte, and what is wrong is told by the id of the trigger that should stand there.</summary>
public sealed class TriggerComparisonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_EachByteChanged_NamesItsTrigger()
    {
        IReadOnlyList<TriggerLine> expected = Expected();
        byte[] file = FileOf(expected);
        Assert.True(Compare(expected, file).IsEqual);
        int line = 0;
        for (int i = 0; i < file.Length - 1; i++)
        {
            byte[] changed = [.. file];
            changed[i] = (byte)(file[i] == (byte)'0' ? '1' : '0');
            TriggerComparison found = Compare(expected, changed);
            Assert.False(found.IsEqual, $"byte {i}");
            Assert.True(found.Mismatches.Any(mismatch => mismatch.TriggerId == expected[line].TriggerId), $"byte {i} of line {line}");
            line += file[i] == (byte)'\n' ? 1 : 0;
        }
    }

    [Fact]
    public void Of_TwoLinesSwapped_AreDifferentButNeitherMissedNorFalse()
    {
        IReadOnlyList<TriggerLine> expected = Expected();
        TriggerComparison found = Compare(expected, FileOf([expected[1], expected[0], .. expected.Skip(2)]));
        Assert.Equal((0, 0, 2), (found.Missed, found.False, found.Different));
    }

    [Fact]
    public void Of_SameLineTwice_IsFalse()
    {
        IReadOnlyList<TriggerLine> expected = Expected();
        TriggerComparison found = Compare(expected, FileOf([.. expected, expected[0]]));
        Assert.Equal((0, 1, 0), (found.Missed, found.False, found.Different));
    }

    /// <summary>Lines are read through a buffer, which a line may be longer than, and the last one may lack its line feed.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    [InlineData(3, 2_000_000)]
    [InlineData(5000, 1000)]
    public void LineFile_LinesOfAnyLength_AreThoseOfTheFile(int count, int length)
    {
        byte[][] lines = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), length + (i % 7))))];
        byte[] file = [.. lines.SelectMany(line => line.Append((byte)'\n'))];
        var whole = new LineFile(new MemoryStream(file));
        Assert.Equal(lines, whole.Read());
        Assert.True(whole.EndsInLineFeed);
        var cut = new LineFile(new MemoryStream(file, 0, Math.Max(0, file.Length - 1)));
        Assert.Equal(lines, cut.Read());
        Assert.Equal(count == 0, cut.EndsInLineFeed);
    }

    private static TriggerComparison Compare(IReadOnlyList<TriggerLine> expected, byte[] file) =>
        TriggerComparison.Of(expected, new LineFile(new MemoryStream(file)).Read());

    private IReadOnlyList<TriggerLine> Expected()
    {
        Recording recording = Recording.Open(SmallRecording.Write(_folder["recording"]));
        return BruteForce.Compute(recording.Read(), new PipelineOptions(), static n => n, TestContext.Current.CancellationToken).Triggers;
    }

    private static byte[] FileOf(IReadOnlyList<TriggerLine> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => Encoding.UTF8.GetString(line.Json) + "\n")));
}
