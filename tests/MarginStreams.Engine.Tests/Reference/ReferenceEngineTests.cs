using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>The reference engine keeps the contract of engines.</summary>
public sealed class ReferenceEngineTests : MarginEngineContract
{
    protected override IMarginEngine Create(EngineOptions options) => new ReferenceEngine(options);
}
