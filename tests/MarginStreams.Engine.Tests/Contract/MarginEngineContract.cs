namespace MarginStreams.Engine.Tests;

/// <summary>
/// What every engine must do, as ledgers: an engine's own tests derive from it. The account of most ledgers is long one <c>BTC</c> bought
/// at 100 with 20 <c>USD</c>: surplus over maintenance is 20 + floor(0.9 P - 100), so 0 at 89 and -1 at 88; equity is P - 80.
/// </summary>
public abstract partial class MarginEngineContract
{
    /// <summary>A new engine, before the first frame and without accounts.</summary>
    protected abstract IMarginEngine Create(EngineOptions options);

    private void Check(string scenario, int maxAwaitFrames = 3) => Ledger.Check(Create(new(Partition: 7, maxAwaitFrames)), scenario);
}
