using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Topologies.Tests;

/// <summary>Every word of the engine has its word on the wire, of the same name, and every cause of the wire has one in the engine.</summary>
public sealed class EnumMappingTests
{
    [Fact]
    public void ToWire_EpisodeEvent_KeepsTheName() => Same<EpisodeEvent, TriggerEvent>(EnumMapping.ToWire);

    [Fact]
    public void ToWire_EpisodeReason_KeepsTheName() => Same<EpisodeReason, TriggerReason>(EnumMapping.ToWire);

    [Fact]
    public void ToWire_LiquidationAction_KeepsTheName() => Same<LiquidationAction, AdviceAction>(EnumMapping.ToWire);

    [Fact]
    public void ToWire_AccountBand_KeepsTheName() => Same<Engine.AccountBand, Contracts.AccountBand>(EnumMapping.ToWire);

    [Fact]
    public void Cause_PositionCause_KeepsTheName() => Same<PositionCause, HoldingCause>(AccountMapping.Cause);

    private static void Same<TFrom, TTo>(Func<TFrom, TTo> map)
        where TFrom : struct, Enum
    {
        Assert.Equal(Enum.GetNames<TFrom>(), Enum.GetValues<TFrom>().Select(value => map(value)!.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => map((TFrom)Enum.ToObject(typeof(TFrom), 99)));
    }
}
