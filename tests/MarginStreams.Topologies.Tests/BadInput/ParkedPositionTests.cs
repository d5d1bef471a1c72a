using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// Positions of instruments that no frame has defined: they wait, count from the definition on, and are taken out again where they must not be.
/// </summary>
public sealed class ParkedPositionTests
{
    private const string Account = "v:a";
    private const int AwaitFrames = 3;
    private static readonly Instrument Sol = SmallMarket.Perpetual("SOL-PERP", "v", "SOL-USD");

    private readonly PipelineWorld _world = new(new PipelineOptions
    {
        PartitionCount = PipelineWorld.PartitionCount, MaxAwaitFrames = AwaitFrames, Oracle = new OracleOptions { KeyframeEvery = 4 },
    });

    public ParkedPositionTests()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000));
    }

    private string Letters() => string.Join('\n', _world.Read(_world.Topics.DeadLetters).Select(letter => string.Join(
        ' ', letter.Headers.Where(header => header.Name is "ms.offset" or "ms.reason" or "ms.error").Select(header => Encoding.UTF8.GetString(header.Value)))));

    private string Bands() => string.Join(' ', _world.Read<AccountStatus>(_world.Topics.AccountStatus).Select(status => $"{status.Frame}:{status.Band}"));

    private AccountState? State => _world.Engines[PipelineWorld.PartitionOf(Account)].Find(Account);

    /// <summary>A price a second, each a frame of its own.</summary>
    private void Prices(int fromSecond, int toSecond)
    {
        for (int second = fromSecond; second <= toSecond; second++)
        {
            _world.Put(second * 1_000, SmallMarket.Price(10_000 + second));
        }
    }

    [Fact]
    public void Park_InstrumentNeverComes_IsADeadLetterAfterItsTimeAndTakenOutAgain()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "SOL-PERP", 1_000));
        Prices(2, 6);
        _world.Run();
        Assert.Equal("1 UnknownInstrument instrument SOL-PERP was not defined within 3 frames", Letters());
        Assert.Equal("0:Healthy 0:Unknown 3:Healthy", Bands());
        Assert.Equal(["USD"], State!.Holdings.Select(held => held.Key));
        LogRecord letter = _world.Read(_world.Topics.DeadLetters)[0];
        Assert.Equal(_world.Bytes(SmallMarket.Position(Account, "SOL-PERP", 1_000), _world.Topics.Positions), letter.Value);
        Assert.Equal("v:a/SOL-PERP", Encoding.UTF8.GetString(letter.Key!));
    }

    [Fact]
    public void Park_InstrumentComesInTime_CountsFromThenOn()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "SOL-PERP", 1_000, 10_000));
        Prices(2, 2);
        _world.Put(3_000, Sol, SmallMarket.Price(9_000, feed: "SOL-USD"));
        Prices(4, 7);
        _world.Run();
        Assert.Empty(Letters());
        Assert.Equal("0:Healthy 0:Unknown 2:Liquidatable", Bands());
    }

    [Fact]
    public void Park_AccountWithNothingElse_IsGoneWhenItIsTakenOut()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "SOL-PERP", 1_000));
        Prices(2, 6);
        _world.Run();
        Assert.Equal("0 UnknownInstrument instrument SOL-PERP was not defined within 3 frames", Letters());
        Assert.Null(State);
        Assert.Null(_world.Read(_world.Topics.AccountStatus)[^1].Value);
    }

    [Theory]
    [InlineData("w", InstrumentSide.Either, "VenueMismatch account v:a cannot hold SOL-PERP, which belongs to venue w")]
    [InlineData("v", InstrumentSide.Debt, "SideMismatch account v:a must hold SOL-PERP with the sign of its side, Debt")]
    public void Park_InstrumentThatTheAccountCannotHold_IsADeadLetterWhenItComes(string venue, InstrumentSide side, string expected)
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "SOL-PERP", 1_000));
        _world.Put(2_000, Sol with { Venue = venue, Side = side }, SmallMarket.Price(9_000, feed: "SOL-USD"));
        _world.Run();
        Assert.Equal($"1 {expected}", Letters());
        Assert.Equal(["USD"], State!.Holdings.Select(held => held.Key));
        Assert.Equal("0:Healthy 0:Unknown 1:Healthy", Bands());
    }

    [Fact]
    public void Park_InstrumentMeantForTheOppositeSide_IsKept()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "SOL-PERP", -1_000));
        _world.Put(2_000, Sol with { Side = InstrumentSide.Debt });
        _world.Run();
        Assert.Empty(Letters());
        Assert.Equal(["SOL-PERP"], State!.Holdings.Select(held => held.Key));
    }

    /// <summary>An indexer that repeats a position must not keep its account from being judged for ever.</summary>
    [Fact]
    public void Park_RecordReplaced_TakesOverTheTimeOfTheFormer()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "SOL-PERP", 1_000));
        for (int second = 2; second <= 8; second++)
        {
            Prices(second, second);
            _world.Put((second * 1_000) + 1, SmallMarket.Position(Account, "SOL-PERP", 1_000 + second));
        }

        _world.Run();
        const string Letter = "UnknownInstrument instrument SOL-PERP was not defined within 3 frames";
        Assert.Equal($"3 {Letter}\n6 {Letter}", Letters());
        Assert.Equal("0:Healthy 0:Unknown 3:Healthy 3:Unknown 6:Healthy 6:Unknown", Bands());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Park_Closed_IsNoDeadLetter(bool byZeros)
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "SOL-PERP", 1_000));
        if (byZeros)
        {
            _world.Put(1_002, SmallMarket.Position(Account, "SOL-PERP", 0));
        }
        else
        {
            _world.Tombstone(1_002, "v:a/SOL-PERP");
        }

        Prices(2, 8);
        _world.Run();
        Assert.Empty(Letters());
        Assert.Equal("0:Healthy 0:Unknown 0:Healthy", Bands());
    }

    /// <summary>Taking a holding out is no record of the account: what it awaits, it goes on awaiting, and nobody judges it half-changed.</summary>
    [Fact]
    public void Park_TakenOutWhileTheAccountAwaitsItsBlock_DoesNotEndTheWaiting()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "SOL-PERP", 1_000));
        Prices(2, 3);
        _world.Put(3_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 20_000, remaining: 1));
        Prices(4, 4);
        _world.Put(4_001, SmallMarket.Position(Account, "USD", 20_000));
        Prices(5, 6);
        _world.Run();
        Assert.Equal("0 UnknownInstrument instrument SOL-PERP was not defined within 3 frames", Letters());
        Assert.Empty(_world.Read(_world.Topics.LiquidationTriggers));
        Assert.Equal("0:Unknown 3:Healthy", Bands());
    }

    [Fact]
    public void Park_BeforeTheFirstFrame_WaitsFromThere()
    {
        var world = new PipelineWorld(_world.Options);
        world.Put(500, SmallMarket.Position(Account, "USD", 1_000), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        world.Put(1_000, SmallMarket.Definitions);
        world.Put(1_000, SmallMarket.Price(10_000));
        world.Run();
        Assert.Empty(world.Read(world.Topics.DeadLetters));
        Assert.Equal(2, world.Engines[PipelineWorld.PartitionOf(Account)].Find(Account)!.Holdings.Count);
    }
}
