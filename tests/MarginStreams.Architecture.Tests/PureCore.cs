using System.Reflection;
using System.Runtime.CompilerServices;
using NetArchTest.Rules;

namespace MarginStreams.Architecture.Tests;

/// <summary>
/// What decides is the same on every machine and in every run: the pure core knows no clock, no chance, no file and no thread. The compiler refuses what
/// <c>BannedSymbols.Pure.txt</c> lists; these tests hold that it is asked, and look into the assemblies for the rest.
/// </summary>
public sealed class PureCore
{
    private static readonly string[] Banned =
    [
        "System.Random", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.IO.File", "System.IO.Directory", "System.IO.Stream", "System.Console",
        "System.Threading.Thread", "System.Threading.Tasks.Task", "System.HashCode", "System.Net",
    ];

    [Theory]
    [InlineData("MarginStreams.Risk")]
    [InlineData("MarginStreams.Engine")]
    [InlineData("MarginStreams.Oracle")]
    public void Types_OfThePureCore_KnowNoWorld(string project) => Assert.Empty(Users(project));

    /// <summary>The negative control: the runtime knows clocks.</summary>
    [Fact]
    public void Types_OfTheRuntime_AreFound() => Assert.NotEmpty(Users("MarginStreams.Streams"));

    [Theory]
    [InlineData("MarginStreams.Risk")]
    [InlineData("MarginStreams.Engine")]
    [InlineData("MarginStreams.Oracle")]
    public void Project_OfThePureCore_AsksTheCompiler(string project)
    {
        string text = File.ReadAllText(Path.Combine(Source(), project, project + ".csproj"));
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", text, StringComparison.Ordinal);
        Assert.Contains("../BannedSymbols.Pure.txt\" Link=\"BannedSymbols.txt\"", text, StringComparison.Ordinal);
    }

    /// <summary>Kafka's own types stay behind the seam of the log, whose Kafka side is named so.</summary>
    [Fact]
    public void Types_ThatUseKafka_AreNamedSo()
    {
        IEnumerable<Type> users = Types.InAssembly(Assembly.Load("MarginStreams.Streams")).That().HaveDependencyOn("Confluent.Kafka").GetTypes();
        string[] names = [.. users.Select(type => (type.DeclaringType ?? type).Name).Distinct()];
        Assert.True(names.Length >= 5, "the test does not see them");
        Assert.All(names, name => Assert.StartsWith("Kafka", name, StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Users(string project) =>
        Types.InAssembly(Assembly.Load(project)).That().HaveDependencyOnAny(Banned).GetTypes().Select(type => type.FullName);

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"));
}
