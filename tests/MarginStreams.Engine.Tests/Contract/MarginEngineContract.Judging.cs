namespace MarginStreams.Engine.Tests;

/// <content>What cannot be judged, and what is refused.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Frame_PriceMissing_HoldsThenResumes() => Check("""
        frame 1 +dex[ttl=5000] +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0@6000 [Liquidatable]
        frame 2 BTC=?                       => Held/NotJudgeable#1@7000~ [Unknown]
        frame 3                             =>
        hold dex:a USD 19                   =>
        frame 9                             =>
        state dex:a                         => Unknown episode#1 held BTC=1 USD=19
        frame 10 BTC=88                     => Updated/Resumed#2@15000 [Liquidatable]
        """);

    [Fact]
    public void Frame_PriceComesBackAboveTheLine_ClosesWithoutResuming() => Check("""
        frame 1 +dex +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        frame 2 BTC=?                       => Held/NotJudgeable#1~ [Unknown]
        frame 3 BTC=100                     => Closed/Recovered#2 [Healthy]
        """);

    [Fact]
    public void Holding_ResumesByRecord_SaysResumedThenEscalates() => Check("""
        frame 1 +dex +USD +BTC=88 +ETH=?
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a ETH 1                    => Held/NotJudgeable#1~ [Unknown]
        frame 2 BTC=70                      =>
        hold dex:a ETH none                 => Updated/Resumed#2 Escalated/Bankrupt#3 [Bankrupt]
        """);

    [Fact]
    public void Holding_RemovedWhileHeld_ClosesTheEpisode() => Check("""
        frame 1 +dex +USD +BTC=88
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        frame 2 BTC=?                       => Held/NotJudgeable#2~ [Unknown]
        hold dex:a BTC none                 => Closed/Removed#3~ [gone]
        """);

    [Fact]
    public void Holding_InstrumentOrVenueUnknown_IsJudgedOnceDefined() => Check("""
        hold dex:a USD 20                   => [Unknown]
        hold dex:a BTC 1 cost=100           =>
        frame 1 +USD                        =>
        frame 2 +dex                        =>
        frame 3 BTC=100                     =>
        frame 4 +BTC=88                     => Opened/BelowMaintenance#0 [Liquidatable]
        """);

    [Fact]
    public void Frame_InstrumentTurnsOutToBeOfAnotherVenue_CannotBeJudged() => Check("""
        frame 1 +dex +sea +USD
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => [Unknown]
        frame 2 +BTC[venue=sea]=100         =>
        frame 3 +BTC=100                    => [Healthy]
        # However it is called now, it can be closed.
        frame 4 +BTC[venue=sea]=100         => [Unknown]
        hold dex:a BTC none                 => [Healthy]
        """);

    [Fact]
    public void Frame_InstrumentTurnsOutToBeOfTheOtherSide_CannotBeJudged() => Check("""
        hold dex:a ETH -1                   => [Unknown]
        hold dex:b DAI 5                    => dex:b [Unknown]
        frame 1 +dex +USD +ETH=10 +DAI=1    =>
        hold dex:a USD 100                  =>
        hold dex:a ETH 1                    => [Healthy]
        hold dex:b DAI none                 => dex:b [gone]
        """);

    [Fact]
    public void Holding_FeedMissing_OnlyTheNumeraireHasAPriceByItself() => Check("""
        frame 1 +dex +USD +ETH
        account dex:a {}                    => [Healthy]
        hold dex:a USD 5                    =>
        hold dex:a ETH 1                    => [Unknown]
        frame 2 USD=7 ETH=1                 => [Healthy]
        # Even a position of nothing needs a price.
        frame 3 +BTC                        =>
        hold dex:a BTC 0 cost=1             => [Unknown]
        """);

    [Fact]
    public void Holding_Refused_ChangesNothing() => Check("""
        frame 1 +dex +sea +USD +BTC[venue=sea]=100 +ETH=1 +DAI=1
        hold nowhere USD 1                  => !AccountIdInvalid
        hold :a USD 1                       => !AccountIdInvalid
        hold nowhere USD 1 left=-1          => !AccountIdInvalid
        hold dex:a USD 1 left=-1            => !RemainingNegative
        hold dex:a BTC 1 left=-1            => !RemainingNegative
        hold dex:a BTC 1                    => !VenueMismatch
        hold dex:a BTC none                 =>
        hold dex:a ETH -1                   => !SideMismatch
        hold dex:a DAI 1                    => !SideMismatch
        state dex:a                         => none
        account nowhere {}                  => !AccountIdInvalid
        account dex:a {} left=-1            => !RemainingNegative
        account : none                      => !AccountIdInvalid
        state dex:a                         => none
        hold dex:a ETH 1                    => [Healthy]
        hold dex:a ETH -1                   => !SideMismatch
        state dex:a                         => Healthy ETH=1
        hold sea:x:y BTC 1 cost=100         => sea:x:y Opened/BelowMaintenance#0 sea:x:y [Liquidatable]
        """);
}
