using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>The reference engine as the judge of the engine in production, which cannot judge an account without all its prices yet.</summary>
internal static class Judge
{
    public static IMarginEngine Of(EngineOptions options) => new ReferenceEngine(options, new WithoutPricesNever());

    private sealed class WithoutPricesNever : LinearByTheBook
    {
        public override bool IsCertainWithoutPrices(Assessment atZero) => false;
    }
}
