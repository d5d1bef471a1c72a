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
        Assert.True(TriggerComparison.Of(expected, file).IsEqual);
        int line = 0;
        for (int i = 0; i < file.Length - 1; i++)
        {
            byte[] changed = [.. file];
            changed[i] = (byte)(file[i] == (byte)'0' ? '1' : '0');
            TriggerComparison found = TriggerComparison.Of(expected, changed);
            Assert.False(found.IsEqual, $"byte {i}");
            Assert.True(found.Mismatches.Any(mismatch => mismatch.TriggerId == expected[line].TriggerId), $"byte {i} of line {line}");
            line += file[i] == (byte)'\n' ? 1 : 0;
        }
    }

    [Fact]
    public void Of_TwoLinesSwapped_AreDifferentButNeitherMissedNorFalse()
    {
        IReadOnlyList<TriggerLine> expected = Expected();
        TriggerComparison found = TriggerComparison.Of(expected, FileOf([expected[1], expected[0], .. expected.Skip(2)]));
        Assert.Equal((0, 0, 2), (found.Missed, found.False, found.Different));
    }

    [Fact]
    public void Of_SameLineTwice_IsFalse()
    {
        IReadOnlyList<TriggerLine> expected = Expected();
        TriggerComparison found = TriggerComparison.Of(expected, FileOf([.. expected, expected[0]]));
        Assert.Equal((0, 1, 0), (found.Missed, found.False, found.Different));
    }

    private IReadOnlyList<TriggerLine> Expected()
    {
        Recording recording = Recording.Open(SmallRecording.Write(_folder["recording"]));
        return BruteForce.Compute(recording.Read(), new PipelineOptions(), static n => n, TestContext.Current.CancellationToken).Triggers;
    }

    private static byte[] FileOf(IReadOnlyList<TriggerLine> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => Encoding.UTF8.GetString(line.Json) + "\n")));
}
