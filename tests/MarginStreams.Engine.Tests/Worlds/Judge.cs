using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>The reference engine as the judge of the engine in production.</summary>
internal static class Judge
{
    public static IMarginEngine Of(EngineOptions options) => new ReferenceEngine(options);
}
