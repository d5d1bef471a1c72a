using System.Reflection;
using System.Runtime.CompilerServices;

namespace MarginStreams.Architecture.Tests;

/// <summary>Dependencies point one way, the pure core references nothing that knows a log, a wire format or a host, and each library has one home.</summary>
public sealed class DependencyArrows
{
    private static readonly string[] CorePackages = ["System.IO.Hashing"];

    public static TheoryData<string, string[]> Arrows() => new()
    {
        { "MarginStreams.Risk", [] },
        { "MarginStreams.Engine", ["MarginStreams.Risk"] },
        { "MarginStreams.Oracle", ["MarginStreams.Risk"] },
        {
            "MarginStreams.Benchmarks",
            [
                "MarginStreams.Contracts", "MarginStreams.Engine", "MarginStreams.Oracle", "MarginStreams.Risk", "MarginStreams.Streams",
                "MarginStreams.Topologies",
            ]
        },
        { "MarginStreams.Contracts", [] },
        { "MarginStreams.Streams", [] },
        {
            "MarginStreams.Topologies",
            ["MarginStreams.Contracts", "MarginStreams.Engine", "MarginStreams.Oracle", "MarginStreams.Risk", "MarginStreams.Streams"]
        },
        {
            "MarginStreams.Simulation",
            [
                "MarginStreams.Contracts", "MarginStreams.Engine", "MarginStreams.Oracle", "MarginStreams.Risk", "MarginStreams.Streams",
                "MarginStreams.Topologies",
            ]
        },
        {
            "MarginStreams.Cli",
            [
                "MarginStreams.Benchmarks", "MarginStreams.Contracts", "MarginStreams.Engine", "MarginStreams.Oracle", "MarginStreams.Risk",
                "MarginStreams.Simulation", "MarginStreams.Streams", "MarginStreams.Topologies",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Project_ReferencesOfOurOwn_AreAllowed(string project, string[] allowed)
    {
        string[] own = [.. References(project).Where(name => name.StartsWith("MarginStreams", StringComparison.Ordinal))];
        Assert.Empty(own.Except(allowed));
    }

    /// <summary>A project that is added has to say what it may know.</summary>
    [Fact]
    public void Arrows_EveryProject_HasThem() =>
        Assert.Equal(Projects().Order(StringComparer.Ordinal), Arrows().Select(arrow => arrow.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("MarginStreams.Risk")]
    [InlineData("MarginStreams.Engine")]
    [InlineData("MarginStreams.Oracle")]
    public void PureCore_Packages_AreAlgorithmsOnly(string project)
    {
        string[] foreign =
        [
            .. References(project).Where(name =>
                !name.StartsWith("MarginStreams", StringComparison.Ordinal)
                && !name.StartsWith("System.", StringComparison.Ordinal)
                && name != "netstandard"),
        ];
        Assert.Empty(foreign);
        string[] system = [.. References(project).Where(name => name.StartsWith("System.IO", StringComparison.Ordinal))];
        Assert.Empty(system.Except(CorePackages));
    }

    [Theory]
    [InlineData("Confluent.Kafka", "MarginStreams.Streams")]
    [InlineData("Avro", "MarginStreams.Contracts")]
    [InlineData("System.CommandLine", "MarginStreams.Cli")]
    [InlineData("Spectre.Console", "MarginStreams.Cli")]
    public void Library_Users_AreOneProject(string library, string home) =>
        Assert.Equal([home], Projects().Where(project => References(project).Contains(library)));

    private static IEnumerable<string> References(string project) =>
        Assembly.Load(project == "MarginStreams.Cli" ? "marginstreams" : project).GetReferencedAssemblies().Select(name => name.Name!);

    private static string[] Projects([CallerFilePath] string here = "")
    {
        string source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"));
        return [.. Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!)];
    }
}
