namespace MarginStreams.Engine.Tests;

/// <summary>The engine of production keeps the contract of engines.</summary>
public sealed class MarginEngineTests : MarginEngineContract
{
    /// <inheritdoc/>
    protected override IMarginEngine Create(EngineOptions options) => new MarginEngine(options);
}
