namespace MarginStreams.Simulation.Tests;

/// <summary>
/// Whatever goes wrong, what is committed in the end is what a pure recomputation of the committed input gives; and what is said to go wrong really does.
/// </summary>
public sealed class SimulationTests
{
    private const int SeedsWithFaults = 60;
    private const int SeedsWithoutFaults = 10;

    private static readonly IReadOnlySet<SimulatedFault> NoFaults = new HashSet<SimulatedFault>();

    [Fact]
    public void Run_SeedsWithAllFaults_AreOkAndEveryFaultStrikes()
    {
        var struck = new Dictionary<SimulatedFault, long>();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= SeedsWithFaults; seed++)
        {
            SimulationReport report = Run(new SimulationOptions(seed));
            Assert.True(report.IsOk, $"seed {seed}: {string.Join('\n', report.Findings)}");
            report.Faults.ToList().ForEach(fault => struck[fault.Key] = struck.GetValueOrDefault(fault.Key) + fault.Value);
            report.Counts.ToList().ForEach(count => counts[count.Key] = counts.GetValueOrDefault(count.Key) + count.Value);
        }

        Assert.DoesNotContain(Enum.GetValues<SimulatedFault>(), fault => struck.GetValueOrDefault(fault) == 0);
        string[] expected = ["frames", "triggers", "dead_letters", "fenced", "snapshots_read", "compacted"];
        Assert.DoesNotContain(expected, name => counts.GetValueOrDefault(name) == 0);
    }

    [Fact]
    public void Run_SeedsWithoutFaults_AreOk()
    {
        for (ulong seed = 1; seed <= SeedsWithoutFaults; seed++)
        {
            SimulationReport report = Run(new SimulationOptions(seed) { Faults = NoFaults });
            Assert.True(report.IsOk, $"seed {seed}: {string.Join('\n', report.Findings)}");
            Assert.Empty(report.Faults);
        }
    }

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        SimulationReport first = Run(new SimulationOptions(7));
        SimulationReport second = Run(new SimulationOptions(7));
        Assert.NotEqual(first.StateHash, Run(new SimulationOptions(8)).StateHash);
        Assert.Equal(Text(first), Text(second));
    }

    /// <summary>A run that shows nothing must not look like one that shows that all is well.</summary>
    [Fact]
    public void Run_WithoutSteps_IsNotOk() =>
        Assert.StartsWith("nothing happened", Assert.Single(Run(new SimulationOptions(1) { Steps = 1 }).Findings), StringComparison.Ordinal);

    private static SimulationReport Run(SimulationOptions options)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        return Simulator.Run(options);
    }

    private static string Text(SimulationReport report) =>
        $"{report.StateHash} {report.Steps} {report.VirtualMs} {report.Checks} {string.Join(',', report.Faults)} {string.Join(',', report.Counts)}";
}
