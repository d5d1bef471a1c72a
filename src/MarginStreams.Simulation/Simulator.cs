namespace MarginStreams.Simulation;

/// <summary>
/// Deterministic simulation: both topologies on the embedded log, several processes, virtual time, faults from a seed; a phase in which everything may go
/// wrong, and one in which nothing does any more and all must catch up. Then what is committed is compared with a pure recomputation of the committed input.
/// </summary>
public static class Simulator
{
    /// <summary>Runs one seed.</summary>
    public static SimulationReport Run(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var run = new SimulatedRun(options);
        run.Run();
        return run.Report();
    }
}
