using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>The comparison of engines sees what it looks at: a reference engine that is wrong in one place is told from the right one.</summary>
public sealed class MutantTests
{
    private const int WorldCountMax = 400;
    private const int EventCount = 60;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    public static TheoryData<string> Rules() => [.. WrongRules.All.Keys];

    public static TheoryData<string> Engines() => [.. WrongEngine.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Comparison_RuleSetWrongInOnePlace_IsFound(string rules) =>
        AssertFound(() => new ReferenceEngine(Options, WrongRules.All[rules]()));

    [Theory]
    [MemberData(nameof(Engines))]
    public void Comparison_EngineWrongInOnePlace_IsFound(string engine) => AssertFound(() => WrongEngine.All[engine](Options));

    /// <summary>The control: what is not wrong is not found.</summary>
    [Fact]
    public void Comparison_EngineBehindTheSameWrapperButRight_IsNotFound()
    {
        var coverage = new Coverage { IsOfMutants = true };
        Assert.All(
            Enumerable.Range(0, 100),
            seed => Assert.Null(Comparison.Run(seed, EventCount, Options, static options => new ReferenceEngine(options), new WrongEngine(Options), coverage)));
    }

    private static void AssertFound(Func<IMarginEngine> wrong)
    {
        var coverage = new Coverage { IsOfMutants = true };
        Assert.Contains(
            Enumerable.Range(0, WorldCountMax),
            seed => Comparison.Run(seed, EventCount, Options, static options => new ReferenceEngine(options), wrong(), coverage) is not null);
    }
}
