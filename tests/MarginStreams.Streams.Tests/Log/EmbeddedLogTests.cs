namespace MarginStreams.Streams.Tests;

/// <summary>The embedded log keeps the contract of the log.</summary>
public sealed class EmbeddedLogTests : LogContract
{
    /// <inheritdoc/>
    protected override ILogCluster Connect() => new EmbeddedCluster();
}
