using MarginStreams.Cli.Runs;

namespace MarginStreams.Cli.Verifying;

/// <summary>An outcome in memory against its recomputation.</summary>
/// <param name="Triggers">The triggers, one by one.</param>
/// <param name="IsRestEqual">Whether the state of all accounts and the frames are the same.</param>
/// <param name="IsEmpty">Whether there was no trigger to be compared: nothing was shown then.</param>
public sealed record SelfCheck(TriggerComparison Triggers, bool IsRestEqual, bool IsEmpty)
{
    /// <summary>Whether the outcome is what it should be.</summary>
    public bool IsVerified => Triggers.IsEqual && IsRestEqual && !IsEmpty;

    /// <summary>Compares them.</summary>
    public static SelfCheck Of(RunOutcome outcome, RunOutcome expected) => new(
        TriggerComparison.Of(expected.Triggers, outcome.Triggers.Select(line => line.Json)),
        expected.StateHash == outcome.StateHash && outcome.Frames.SequenceEqual(expected.Frames),
        expected.Triggers.Count == 0);
}
