using System.Text.Json.Nodes;
using MarginStreams.Cli.Configuring;

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
    public void Load_KeyGivenTwiceOnTheCommandLine_TheLaterWins()
    {
        Settings settings = SettingsLoader.Load(null, [new("Topics:Partitions", "5"), new("topics:partitions", "6")]);
        Assert.Equal(6, settings.Topics.Partitions);
    }

    [Fact]
    public void Load_UnknownKeyInTheEnvironment_IsNamed()
    {
        CliProcess run = CliProcess.Run(_folder.Path, ["run", "--bootstrap-servers", "localhost:1"], ("MARGINSTREAMS__Kafka__Server", "x"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("configuration: Kafka:Server: unknown key", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void PrintConfig_SeveralSources_PrintsWhatCountsWithoutSecrets()
    {
        const string Secret = "hunter2";
        File.WriteAllText(_folder["appsettings.json"], """{"Topics":{"Partitions":8},"Group":{"SessionTimeoutMs":7000}}""");
        CliProcess run = CliProcess.Run(
            _folder.Path,
            [
                "run", "--print-config", "--partitions", "9", "--registry-url", $"http://user:{Secret}@localhost:1",
                "--set", $"Kafka:Properties:sasl.password={Secret}", "--set", "Kafka:Properties:ssl.ca.location=/ca.pem",
            ],
            ("MARGINSTREAMS__SchemaRegistry__Password", Secret));
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.DoesNotContain(Secret, run.Stdout + run.Stderr, StringComparison.Ordinal);
        JsonNode printed = JsonNode.Parse(run.Stdout)!;
        Assert.Equal(9, (int)printed["Topics:Partitions"]!);
        Assert.Equal(7000, (int)printed["Group:SessionTimeoutMs"]!);
        Assert.Equal("***", (string?)printed["SchemaRegistry:Password"]);
        Assert.Equal("***", (string?)printed["Kafka:Properties:sasl.password"]);
        Assert.Equal("/ca.pem", (string?)printed["Kafka:Properties:ssl.ca.location"]);
        Assert.Equal("http://***@localhost:1", (string?)printed["SchemaRegistry:Url"]);
    }

    [Fact]
    public void PrintConfig_AsAFile_IsTheSameConfiguration()
    {
        CliProcess first = CliProcess.Run(_folder.Path, ["run", "--print-config", "--partitions", "9"]);
        File.WriteAllText(_folder["printed.json"], first.Stdout);
        CliProcess second = CliProcess.Run(_folder.Path, ["run", "--print-config", "--config", "printed.json"]);
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(first.Stdout, second.Stdout);
    }

    [Theory]
    [InlineData("Group:Protocol", "raft", "one of classic, consumer")]
    [InlineData("Group:SessionTimeoutMs", "5999", "between 6000 and 1800000")]
    [InlineData("Workers:Count", "0", "at least 1")]
    [InlineData("Transactions:TimeoutMs", "10000", "more than the 10000 ms for which a commit is tried")]
    [InlineData("Transactions:CommitTimeoutMs", "0", "at least 1")]
    [InlineData("Kafka:RequestTimeoutMs", "0", "at least 1")]
    [InlineData("Topics:ReplicationFactor", "0", "a number of copies, or -1 for the broker's default")]
    [InlineData("Topics:MinInsyncReplicas", "-2", "a number of copies, or -1 for the broker's default")]
    [InlineData("State:SnapshotEveryMs", "0", "at least 1")]
    [InlineData("Margin:CommitMaxRecords", "0", "at least 1")]
    [InlineData("Positions:Partitioning", "random", "one of direct, repartition")]
    [InlineData("DeadLetters:BurstMax", "-1", "at least 0")]
    [InlineData("Http:Address", "localhost", "an IP address, such as 127.0.0.1 or 0.0.0.0")]
    [InlineData("Http:Port", "65536", "a port up to 65535, 0 for a free one, or -1 for none")]
    [InlineData("Health:TurnMaxMs", "0", "at least 1")]
    [InlineData("Health:PriceAgeMaxMs", "-1", "at least 0")]
    [InlineData("Logging:Format", "xml", "one of text, json")]
    public void Load_ValueThatMakesNoSense_IsRefusedWithWhatWasExpected(string key, string value, string expected)
    {
        CliException refused = Assert.Throws<CliException>(() => SettingsLoader.Load(null, [new(key, value)]));
        Assert.Equal(ExitCode.Configuration, refused.Code);
        Assert.Equal($"configuration: {key}: expected {expected}, but it is {value}", refused.Message);
    }

    [Fact]
    public void SecretFiles_PropertiesOfAFile_AreOverruledByTheConfiguration()
    {
        var settings = new KafkaSettings
        {
            PropertiesFile = _folder.Write("kafka.properties", "# comment", "", "sasl.password = a=b", "client.rack=x"),
            Properties = { ["client.rack"] = "y" },
        };
        Assert.Equal([("client.rack", "y"), ("sasl.password", "a=b")], SecretFiles.PropertiesOf(settings).Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void SecretFiles_LineThatIsNoProperty_IsNamedAndNotRepeated()
    {
        var settings = new KafkaSettings { PropertiesFile = _folder.Write("kafka.properties", "a=b", "hunter2") };
        CliException refused = Assert.Throws<CliException>(() => SecretFiles.PropertiesOf(settings));
        Assert.Equal($"configuration: Kafka:PropertiesFile: {settings.PropertiesFile}:2: expected name=value", refused.Message);
    }

    [Fact]
    public void SecretFiles_Password_LosesItsLineFeedOnly() => Assert.Equal(
        " pass word ", SecretFiles.PasswordOf(new() { Password = "other", PasswordFile = _folder.Write("password", " pass word ") }));

    [Fact]
    public void SecretFiles_FileThatIsMissing_IsAnErrorOfTheConfiguration() => Assert.Equal(
        ExitCode.Configuration, Assert.Throws<CliException>(() => SecretFiles.PasswordOf(new() { PasswordFile = _folder["none"] })).Code);
}
