namespace MarginStreams.Engine.Tests;

/// <content>An account changes all at once: it is not judged between the records of a block, nor before its venue's frame has that block.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Holding_MoreOfTheBlockToCome_IsJudgedAtTheLast() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a BTC 1 cost=100 left=1    =>
        state dex:a                         => unjudged awaits(1,0,1) BTC=1
        frame 2 BTC=100                     =>
        hold dex:a USD 20 left=0            => [Healthy]
        """);

    [Fact]
    public void Holding_RestOfTheBlockNeverComes_IsJudgedAfterTheLimit() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a BTC 1 cost=100 left=2    =>
        frame 2                             =>
        # The waiting began at frame 1, whatever comes in between.
        hold dex:a USD 5 left=1             =>
        state dex:a                         => unjudged awaits(1,0,1) BTC=1 USD=5
        frame 3                             =>
        frame 4                             => Opened/BelowMaintenance#0 [Liquidatable]
        state dex:a                         => Liquidatable episode#0 BTC=1 USD=5
        """);

    [Fact]
    public void Holding_BlockAheadOfTheFrame_WaitsForTheFrame() => Check("""
        frame 1 +dex@10 +USD +BTC=100
        hold dex:a USD 20 block=10          => [Healthy]
        hold dex:a BTC 2 cost=200 block=12  =>
        state dex:a                         => Healthy awaits(0,12,1) BTC=2 USD=20
        frame 2 dex@11 BTC=50               =>
        frame 3 dex@12 BTC=94               => Opened/BelowMaintenance#0 [Liquidatable]
        # Settled as by a frame: no HoldingChanged.
        hold dex:a USD 21 block=13          =>
        frame 4 dex@13                      =>
        """);

    [Fact]
    public void Holding_BlockNeverReached_IsJudgedAfterTheLimit() => Check("""
        frame 1 +dex@10 +USD +BTC=100
        hold dex:a BTC 1 cost=100 block=12  =>
        frame 2 dex@11                      =>
        frame 3 dex@0                       =>
        frame 4                             => Opened/BelowMaintenance#0 [Liquidatable]
        """);

    [Fact]
    public void Holding_RecordsAndBlockBothMissing_WaitsForBoth() => Check("""
        frame 1 +dex@10 +USD +BTC=100
        hold dex:a BTC 1 cost=100 block=12 left=1 =>
        state dex:a                         => unjudged awaits(1,12,1) BTC=1
        frame 2 dex@12                      =>
        hold dex:a USD 20 block=12          => [Healthy]
        hold dex:a BTC 1 cost=100 block=14 left=1 =>
        hold dex:a USD 20 block=14          =>
        state dex:a                         => Healthy awaits(0,14,2) BTC=1 USD=20
        frame 3 dex@14                      =>
        state dex:a                         => Healthy BTC=1 USD=20
        """);

    [Fact]
    public void Holding_VenueWithoutBlocks_DoesNotWait() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a USD 20 block=12          => [Healthy]
        hold dex:a BTC 1 cost=100 block=12 left=1 =>
        state dex:a                         => Healthy awaits(1,0,1) BTC=1 USD=20
        account dex:a {x=1} block=12        =>
        state dex:a                         => Healthy BTC=1 USD=20
        """);

    [Fact]
    public void Holding_AwaitsBeforeTheFirstFrame_CountsFromMinusOne() => Check("""
        hold dex:a USD 1 left=1             =>
        state dex:a                         => unjudged awaits(1,0,-1) USD=1
        frame 0 +dex +USD                   =>
        frame 1                             =>
        frame 2                             => [Healthy]
        """);

    [Fact]
    public void Holding_EmptiedWhileAwaiting_GoesWhenTheWaitingEnds() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC none left=1          =>
        state dex:a                         => Liquidatable episode#0 awaits(1,0,1)
        frame 2                             =>
        frame 3                             =>
        frame 4                             => Closed/Recovered#1~ [gone]
        state dex:a                         => none
        # A tombstone for nothing is nothing, even where it announces more; a record of zeros is a record.
        hold dex:a BTC none left=1          =>
        state dex:a                         => none
        hold dex:a BTC 0 left=1             =>
        state dex:a                         => unjudged awaits(1,0,4)
        hold dex:a BTC none                 =>
        state dex:a                         => none
        """);

    [Fact]
    public void Frame_LimitOfZero_EveryFrameJudges() => Check("""
        frame 1 +dex +USD
        hold dex:a USD 1 left=1             =>
        frame 2                             => [Healthy]
        """, maxAwaitFrames: 0);
}
