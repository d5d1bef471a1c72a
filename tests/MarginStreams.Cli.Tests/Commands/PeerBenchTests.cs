namespace MarginStreams.Cli.Tests.Commands;

/// <summary><c>bench peers</c> without what it compares with says what is missing and exits 3; it never prints a figure then.</summary>
public sealed class PeerBenchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kafka-server-start.sh is missing")]
    [InlineData("plain-loop/run is missing", "kafka/bin/kafka-server-start.sh")]
    [InlineData("kafka-streams/run is missing", "kafka/bin/kafka-server-start.sh", "peers/plain-loop/run")]
    [InlineData("java is missing", "kafka/bin/kafka-server-start.sh", "peers/plain-loop/run", "peers/kafka-streams/run")]
    public void BenchPeers_SomethingIsMissing_ExitsThree(string reason, params string[] files)
    {
        foreach (string file in files)
        {
            string path = _folder[file];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }

        // A folder without programs, so without Java.
        CliProcess run = CliProcess.Run(
            _folder.Path, ["bench", "peers", "--kafka-home", _folder["kafka"], "--peers", _folder["peers"]], ("PATH", _folder.Path));
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
        Assert.Empty(run.Stdout);
    }
}
