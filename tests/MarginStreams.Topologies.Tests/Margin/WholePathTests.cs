using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>From records on the input topics to records on the output topics, as real bytes on a real log, with every figure worked out by hand.</summary>
public sealed class WholePathTests
{
    private const string Account = "v:a";
    private readonly PipelineWorld _world = new();

    /// <summary>1,000 cents and one bitcoin bought at 10,000, which costs 600 to keep: below the line at 9,500, and back above it at 11,000.
    /// A thousandth closed at 9,500 frees 0.475 net of its fee, so 148 of them make up for the 70 that are missing.</summary>
    private void Put()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000, 990, round: 1));
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000, remaining: 1), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        _world.Put(2_000, SmallMarket.Price(9_500, 1_990, round: 2));
        _world.Put(3_000, SmallMarket.Price(11_000, 2_990, round: 3));
    }

    [Fact]
    public void Opened_EveryField_IsWhatTheInputsSay()
    {
        Put();
        _world.Run();
        List<LogRecord> frames = _world.Read(_world.Topics.Frames), triggers = _world.Read(_world.Topics.LiquidationTriggers);
        LogRecord opened = triggers[0];
        int partition = PipelineWorld.PartitionOf(Account);
        string expected = $$"""
            {"triggerId":"{{TriggerIds.Of(Account, new EpisodeId(partition, 1, 1), 0)}}","account":"v:a","venue":"v",
            "episode":{"partition":{{partition}},"frame":1,"positionOffset":1},"sequence":0,"event":"Opened","reason":"BelowMaintenance",
            "frame":1,"streamTimeMs":2000,"ruleSet":"linear","ruleSetVersion":3,
            "equity":"500","initialRequirement":"1045","maintenanceRequirement":"570","surplus":"-70","healthFactorWad":null,
            "holdings":[{"instrument":"BTC-PERP","size":"1000","price":"9500","value":"-500","initialContribution":"-1545","contribution":"-1070"},
            {"instrument":"USD","size":"1000","price":"1","value":"1000","initialContribution":"1000","contribution":"1000"}],
            "inputs":{"positionPartition":{{partition}},"positionOffset":1,"frameOffset":{{frames[1].Offset}},
            "sources":[{"instrument":"BTC-PERP","source":"s","round":"2","partition":0,"offset":1}]},
            "advice":{"shortfall":"0","options":[{"action":"Close","instrument":"BTC-PERP","onChainId":"0xb7c","sizeMax":"1000","feePpm":10000,
            "sizeToExit":"148","repaidInstrument":"","repaidSize":"0","seizedTokens":null,"repaidTokens":null,"protocolFeeTokens":null}]},
            "expiresAtMs":12000}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), PipelineWorld.Json(_world.Decode<LiquidationTrigger>(opened)));
        Assert.Equal((partition, 2_000L, Account), (opened.Partition, opened.TimestampMs, Encoding.UTF8.GetString(opened.Key!)));
    }

    [Fact]
    public void Closed_Recovered_HasItsFiguresAndNoAdvice()
    {
        Put();
        _world.Run();
        List<LiquidationTrigger> triggers = _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers);
        Assert.Equal(2, triggers.Count);
        LiquidationTrigger closed = triggers[1];
        Assert.Equal((TriggerEvent.Closed, TriggerReason.Recovered, 1, 2L), (closed.Event, closed.Reason, closed.Sequence, closed.Frame));
        Assert.Equal(triggers[0].Episode, closed.Episode);
        Assert.Equal((2_000, 1_210, 660, 1_340), (closed.Equity, closed.InitialRequirement, closed.MaintenanceRequirement, closed.Surplus));
        Assert.Equal((2, 1, 0, 0L), (closed.Holdings.Count, closed.Inputs.Sources.Count, closed.Advice.Options.Count, closed.ExpiresAtMs));
        Assert.Equal(3, closed.Inputs.Sources[0].Round);
    }

    /// <summary>Keyframes restate every definition, and indexers may publish one again: only another one is a change of parameters.</summary>
    [Theory]
    [InlineData(4, false, TriggerReason.Recovered)]
    [InlineData(3, false, TriggerReason.Recovered)]
    [InlineData(3, true, TriggerReason.Parameters)]
    public void Closed_AtAFrameThatStatesDefinitions_IsForParametersOnlyWhereTheyChanged(int frame, bool isOther, TriggerReason expected)
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000));
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000, remaining: 1), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        for (int second = 2; second <= frame; second++)
        {
            _world.Put(second * 1_000, SmallMarket.Price(9_500 - second));
        }

        if (frame == 3)
        {
            _world.Put(9_000, SmallMarket.Bitcoin with { OnChainId = isOther ? "other" : SmallMarket.Bitcoin.OnChainId });
        }

        _world.Put(9_000, SmallMarket.Price(11_000));
        _world.Run();
        LiquidationTrigger closed = _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers)[^1];
        Assert.Equal((TriggerEvent.Closed, expected, (long)frame), (closed.Event, closed.Reason, closed.Frame));
    }

    [Fact]
    public void OpenLiquidations_Episode_StandsThereUntilItsTombstone()
    {
        Put();
        _world.Run();
        List<LogRecord> open = _world.Read(_world.Topics.OpenLiquidations);
        LiquidationTrigger trigger = _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers)[0];
        Assert.Equal([false, true], open.Select(record => record.Value is null));
        Assert.All(open, record => Assert.Equal(Account, Encoding.UTF8.GetString(record.Key!)));
        string expected = $$"""
            {"account":"v:a","venue":"v","episode":{"partition":{{trigger.Episode.Partition}},"frame":1,"positionOffset":1},"triggerId":"{{trigger.TriggerId}}",
            "sequence":0,"event":"Opened","reason":"BelowMaintenance","frame":1,"streamTimeMs":2000,"equity":"500","maintenanceRequirement":"570",
            "surplus":"-70","expiresAtMs":12000}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), PipelineWorld.Json(_world.Decode<OpenLiquidation>(open[0])));
    }

    [Fact]
    public void AccountStatus_Account_HasItsBandsAndATombstoneWhenItIsGone()
    {
        Put();
        _world.Tombstone(4_000, "v:a/BTC-PERP");
        _world.Tombstone(4_001, "v:a/USD");
        _world.Put(5_000, SmallMarket.Price(11_000, 4_990));
        _world.Run();
        List<LogRecord> records = _world.Read(_world.Topics.AccountStatus);
        Assert.Equal([false, false, false, true], records.Select(record => record.Value is null));
        List<AccountStatus> statuses = _world.Read<AccountStatus>(_world.Topics.AccountStatus);
        Assert.Equal(["Healthy", "Liquidatable", "Healthy"], statuses.Select(status => status.Band.ToString()));

        // Ratio 500 / 570 down, leverage 9,500 / 500 up.
        string expected = $$"""
            {"account":"v:a","venue":"v","band":"Liquidatable","warningPpm":0,"equity":"500","initialRequirement":"1045","maintenanceRequirement":"570",
            "ratioPpm":877192,"leveragePpm":19000000,"frame":1,"streamTimeMs":2000,"positionPartition":{{PipelineWorld.PartitionOf(Account)}},
            "positionOffset":1,"error":""}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), PipelineWorld.Json(statuses[1]));
    }

    [Fact]
    public void AccountStatus_NoPrice_SaysWhy()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        _world.Put(2_000, SmallMarket.Price(1, 1, feed: "ETH-USD"));
        _world.Run();
        AccountStatus status = Assert.Single(_world.Read<AccountStatus>(_world.Topics.AccountStatus));
        Assert.Equal((Contracts.AccountBand.Unknown, "instrument BTC-PERP has no price yet"), (status.Band, status.Error));
        Assert.Null(status.RatioPpm);
        Assert.Null(status.LeveragePpm);
    }

    /// <summary>2 ETH at 1,000.00 against a debt of 2,100 DAI at 1.00: 100.00 are missing, or 10,000 cents.</summary>
    [Fact]
    public void Advice_DebtAgainstCollateral_RepaysAndSeizes()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(100_000, feed: "ETH-USD"), SmallMarket.Price(100, feed: "DAI-USD", source: "d"));
        _world.Put(1_001, SmallMarket.Position(Account, "ETH", 2_000, remaining: 1), SmallMarket.Position(Account, "DAI", -2_100_000));
        _world.Run();
        LiquidationTrigger[] triggers = [.. _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers)];
        Assert.Equal([TriggerEvent.Opened, TriggerEvent.Escalated], triggers.Select(trigger => trigger.Event));
        LiquidationTrigger opened = triggers[0];
        Assert.Equal((-10_000, 10_000), (opened.Equity, opened.Advice.Shortfall));
        Assert.Equal(
            ["Repay DAI  2100000 0", "Seize ETH 0xe7 2000 0"],
            opened.Advice.Options.Select(option => $"{option.Action} {option.Instrument} {option.OnChainId} {option.SizeMax} {option.FeePpm}"));
        Assert.Equal(["DAI d", "ETH s"], opened.Inputs.Sources.Select(source => $"{source.Instrument} {source.Source}"));
    }

    /// <summary>A position without sense: its figures have more digits than an amount may have, and nobody else is held up by that.</summary>
    [Fact]
    public void Figures_Beyond76Digits_AreShownAsTheLargestAmount()
    {
        BigInteger huge = BigInteger.Pow(10, 75), largest = BigInteger.Pow(10, 76) - 1;
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(1));
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", -huge, -huge), SmallMarket.Position("v:b", "USD", 1));
        _world.Put(2_000, SmallMarket.Price(BigInteger.Pow(10, 65)));
        _world.Put(3_000, SmallMarket.Price(2));
        _world.Run();
        List<LiquidationTrigger> triggers = _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers);
        Assert.Equal(["Opened", "Escalated", "Closed"], triggers.Select(trigger => trigger.Event.ToString()));
        LiquidationTrigger opened = triggers[0];
        Assert.Equal((-largest, largest, largest, -largest), (opened.Equity, opened.InitialRequirement, opened.MaintenanceRequirement, opened.Surplus));
        TriggerHolding held = Assert.Single(opened.Holdings);
        Assert.Equal((-huge, -largest, -largest, -largest), (held.Size, held.Value, held.InitialContribution, held.Contribution));
        Assert.Equal((largest, huge), (opened.Advice.Shortfall, opened.Advice.Options[0].SizeMax));
        Assert.Equal(huge - (huge / 500), triggers[2].Equity);
        Assert.Equal(
            ["v:a Healthy", "v:a Bankrupt", "v:a Healthy", "v:b Healthy"],
            _world.Read<AccountStatus>(_world.Topics.AccountStatus).OrderBy(status => status.Account, StringComparer.Ordinal)
                .Select(status => $"{status.Account} {status.Band}"));
    }
}
