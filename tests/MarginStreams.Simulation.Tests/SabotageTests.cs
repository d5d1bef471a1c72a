using MarginStreams.Streams;

namespace MarginStreams.Simulation.Tests;

/// <summary>Tests of the tests: each way in which the runtime is wrong on purpose is found within a few seeds.</summary>
public sealed class SabotageTests
{
    /// <summary>Each kind of sabotage, and the number of seeds within which it must be found.</summary>
    public static TheoryData<string, int> Kinds() => new()
    {
        { nameof(StreamsSabotage.OutputsOutsideTransactions), 5 },
        { nameof(StreamsSabotage.CutOutsideTransactions), 5 },
        { nameof(StreamsSabotage.RepeatsTaken), 15 },
        { nameof(StreamsSabotage.ChecksumsUnchecked), 40 },
        { nameof(StreamsSabotage.MetadataKept), 5 },
        { nameof(StreamsSabotage.ForgottenLeft), 5 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_WrongOnPurpose_IsFound(string kind, int seedsMax)
    {
        StreamsSabotage sabotage = Enum.Parse<StreamsSabotage>(kind);
        Assert.Contains(Enumerable.Range(1, seedsMax), seed => !Simulator.Run(new SimulationOptions((ulong)seed) { Sabotage = sabotage }).IsOk);
    }

    [Fact]
    public void Kinds_EverySabotage_IsAmongThem() =>
        Assert.Equal(Enum.GetNames<StreamsSabotage>().Except([nameof(StreamsSabotage.None)]).Order(), Kinds().Select(row => row.Data.Item1).Order());
}
