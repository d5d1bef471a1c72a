using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>One run of the simulation.</summary>
/// <param name="Seed">Everything that is drawn comes from it: one seed is one run, on every machine.</param>
public sealed record SimulationOptions(ulong Seed)
{
    /// <summary>Steps of the first phase where nothing else is said.</summary>
    public const int DefaultSteps = 1_500;

    /// <summary>Turns of workers before the faults heal.</summary>
    public int Steps { get; init; } = DefaultSteps;

    /// <summary>Which faults may strike; a seed leaves some of them out, so that each is seen without the others too.</summary>
    public IReadOnlySet<SimulatedFault> Faults { get; init; } = new HashSet<SimulatedFault>(Enum.GetValues<SimulatedFault>());

    /// <summary>What is wrong with the runtime on purpose.</summary>
    internal StreamsSabotage Sabotage { get; init; }
}
