using System.Reflection;

namespace MarginStreams.Architecture.Tests;

/// <summary>Dependencies point one way, and the pure core references nothing that knows a log, a wire format or a host.</summary>
public sealed class DependencyArrows
{
    private static readonly string[] CorePackages = ["System.IO.Hashing"];

    public static TheoryData<string, string[]> Arrows() => new()
    {
        { "MarginStreams.Risk", [] },
        { "MarginStreams.Engine", ["MarginStreams.Risk"] },
        { "MarginStreams.Oracle", ["MarginStreams.Risk"] },
        { "MarginStreams.Contracts", [] },
        { "MarginStreams.Streams", [] },
        {
            "MarginStreams.Topologies",
            ["MarginStreams.Contracts", "MarginStreams.Engine", "MarginStreams.Oracle", "MarginStreams.Risk", "MarginStreams.Streams"]
        },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Project_ReferencesOfOurOwn_AreAllowed(string project, string[] allowed)
    {
        string[] own = [.. References(project).Where(name => name.StartsWith("MarginStreams", StringComparison.Ordinal))];
        Assert.Empty(own.Except(allowed));
    }

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

    private static IEnumerable<string> References(string project) =>
        Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);
}
