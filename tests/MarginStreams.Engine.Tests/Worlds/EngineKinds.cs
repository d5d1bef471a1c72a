using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>The two engines, by name: for what must hold of each.</summary>
public static class EngineKinds
{
    private const string Production = "production", Reference = "reference";

    /// <summary>Their names.</summary>
    public static TheoryData<string> All() => [Production, Reference];

    /// <summary>A new one.</summary>
    public static IMarginEngine Create(string kind, EngineOptions options) => kind == Production ? new MarginEngine(options) : new ReferenceEngine(options);

    /// <summary>The items in another order.</summary>
    public static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
