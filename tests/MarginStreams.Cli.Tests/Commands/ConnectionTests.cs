using System.Diagnostics;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary>
/// Settings that cannot be right end a command before it talks to anybody; a broker that does not answer ends it in bounded time; secrets are never told.
/// </summary>
public sealed class ConnectionTests : IDisposable
{
    private const string Secret = "hunter2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "no broker is named: pass --bootstrap-servers HOST:PORT")]
    [InlineData("--bootstrap-servers localhost:1 --set Kafka:Nope=1", "configuration: Kafka:Nope: unknown key; known are Kafka:BootstrapServers")]
    [InlineData("--bootstrap-servers localhost:1 --set Topics:Partitions=many", "at 'Topics:Partitions'")]
    [InlineData("--bootstrap-servers localhost:1 --partitions many", "at 'Topics:Partitions'")]
    [InlineData("--bootstrap-servers localhost:1 --partitions 0", "configuration: Topics:Partitions: expected at least 1, but it is 0")]
    [InlineData("--bootstrap-servers localhost:1 --registry-url localhost", "configuration: SchemaRegistry:Url: expected an http or https URL")]
    [InlineData("--bootstrap-servers localhost:1 --set Kafka:Properties:no.such=1", "configuration: Kafka:Properties: ")]
    [InlineData("--bootstrap-servers localhost:1 --set Kafka:Properties:security.protocol=none", "configuration: Kafka:Properties: ")]
    [InlineData("--config no.json", "configuration file no.json does not exist")]
    public void Run_SettingsThatCannotBeRight_ExitThree(string args, string message)
    {
        CliProcess run = Run(["run", .. args.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains(message, run.Stderr, StringComparison.Ordinal);
        Assert.Single(run.Stderr.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("{", "appsettings.json")]
    [InlineData("""{"Kafka":{"Bootstrap":"x"}}""", "Kafka:Bootstrap: unknown key")]
    [InlineData("""{"Oracle":{"FrameIntervalMs":"fast"}}""", "at 'Oracle:FrameIntervalMs'")]
    public void Run_FileThatCannotBeRight_ExitsThreeAndNamesIt(string json, string message)
    {
        File.WriteAllText(_folder["appsettings.json"], json);
        CliProcess run = Run(["run", "--bootstrap-servers", "localhost:1"]);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains(message, run.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("record --out recorded")]
    [InlineData("replay {0}")]
    public void Broker_ThatDoesNotAnswer_ExitsSixInBoundedTimeAndTellsNoSecret(string command)
    {
        SmallRecording.Write(_folder["recording"]);
        var watch = Stopwatch.StartNew();
        CliProcess run = Run(
        [
            .. command.Replace("{0}", _folder["recording"], StringComparison.Ordinal).Split(' '),
            "--bootstrap-servers", "localhost:1",
            "--registry-url", $"http://user:{Secret}@localhost:1",
            "--set", $"SchemaRegistry:Password={Secret}",
            "--set", $"Kafka:Properties:ssl.key.password={Secret}",
        ]);
        Assert.True(run.ExitCode == 6, run.ToString());
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
        Assert.Contains("localhost:1 did not answer", run.Stderr.Split('\n')[^2], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Stdout + run.Stderr, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["recorded"]));
    }

    [Theory]
    [InlineData("--set", Secret)]
    [InlineData("--set", $"={Secret}")]
    [InlineData("--registry-url", $"ftp://user:{Secret}@localhost")]
    [InlineData("--set", $"SchemaRegistry:Passwort={Secret}")]
    public void Run_MistakeInASecret_DoesNotTellIt(string option, string value)
    {
        CliProcess run = Run(["run", "--bootstrap-servers", "localhost:1", option, value]);
        Assert.InRange(run.ExitCode, 2, 3);
        Assert.DoesNotContain(Secret, run.Stdout + run.Stderr, StringComparison.Ordinal);
    }

    private CliProcess Run(IEnumerable<string> args) => CliProcess.Run(_folder.Path, args);
}
