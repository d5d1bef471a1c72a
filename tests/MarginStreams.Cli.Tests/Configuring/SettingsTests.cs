namespace MarginStreams.Cli.Tests.Configuring;

/// <summary>The command line wins over the environment, the environment over the file. Values that are refused tell whose was taken.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-1", null, null, "-1")]
    [InlineData("-1", "-2", null, "-2")]
    [InlineData("-1", "-2", "-3", "-3")]
    [InlineData("-1", null, "-3", "-3")]
    [InlineData(null, "-2", "-3", "-3")]
    [InlineData(null, "-2", null, "-2")]
    public void Load_SeveralSources_TheLaterWins(string? file, string? environment, string? commandLine, string winner)
    {
        if (file is not null)
        {
            File.WriteAllText(_folder["appsettings.json"], $"{{\"Topics\":{{\"Partitions\":{file}}}}}");
        }

        CliProcess run = CliProcess.Run(
            _folder.Path,
            ["run", "--bootstrap-servers", "localhost:1", .. commandLine is null ? (string[])[] : ["--set", $"Topics:Partitions={commandLine}"]],
            environment is null ? [] : [("MARGINSTREAMS__Topics__Partitions", environment)]);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal($"marginstreams: configuration: Topics:Partitions: expected at least 1, but it is {winner}\n", run.Stderr);
    }

    [Fact]
    public void Load_UnknownKeyInTheEnvironment_IsNamed()
    {
        CliProcess run = CliProcess.Run(_folder.Path, ["run", "--bootstrap-servers", "localhost:1"], ("MARGINSTREAMS__Kafka__Server", "x"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("configuration: Kafka:Server: unknown key", run.Stderr, StringComparison.Ordinal);
    }
}
