namespace MarginStreams.Simulation;

/// <summary>What one run of the simulation came to.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Steps">Turns of workers, those of the second phase included.</param>
/// <param name="VirtualMs">Virtual time that passed, ms.</param>
/// <param name="Faults">How often each fault really struck; those that could not strike are missing.</param>
/// <param name="Counts">What happened beside: commits, frames, triggers, takeovers and so on.</param>
/// <param name="Checks">Comparisons that were made: records, and claims about them.</param>
/// <param name="StateHash">Hash of the recomputed state of all accounts, and of everything that was written; 32 hexadecimal digits.</param>
/// <param name="Findings">What is not as it must be; empty when all is well.</param>
public sealed record SimulationReport(
    ulong Seed,
    long Steps,
    long VirtualMs,
    IReadOnlyDictionary<SimulatedFault, long> Faults,
    IReadOnlyDictionary<string, long> Counts,
    long Checks,
    string StateHash,
    IReadOnlyList<string> Findings)
{
    /// <summary>Whether all is as it must be.</summary>
    public bool IsOk => Findings.Count == 0;
}
