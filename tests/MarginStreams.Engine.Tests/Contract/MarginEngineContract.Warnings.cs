namespace MarginStreams.Engine.Tests;

/// <content>
/// Warning lines, and who is worst. Of the account of most ledgers equity is P - 80 and the requirement P - floor(0.9 P): 20 over 10 at 100, 15 over 10 at 95.
/// </content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Frame_AcrossWarningLines_SaysEachLineOnceAndLeavesItWithHysteresis() => Check("""
        frame 1 +dex[bands=2000000/1500000,hysteresis=100000] +USD +BTC=110
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        # At the line is not below it: 20 over 10.
        frame 2 BTC=100                     =>
        frame 3 BTC=99                      => [Healthy 2000000]
        frame 4 BTC=95                      =>
        frame 5 BTC=94                      => [Healthy 1500000]
        frame 6 BTC=95                      =>
        # 16 over 10 is the line plus the hysteresis. 15 over 10 is above it again, coming from the line above.
        frame 7 BTC=96                      => [Healthy 2000000]
        frame 8 BTC=95                      =>
        frame 9 BTC=100                     =>
        frame 10 BTC=110                    => [Healthy]
        frame 11 BTC=100                    =>
        """);

    [Fact]
    public void Hold_HealthyNewcomersUntold_AreToldOnceThatChanges() => Ledger.Check(Create(new(Partition: 7) { TellsHealthyNewcomers = false }), """
        frame 1 +dex[bands=2000000] +USD +BTC=110
        hold dex:a USD 20                   =>
        hold dex:a BTC 1 cost=100           =>
        frame 2 BTC=99                      => [Healthy 2000000]
        frame 3 BTC=110                     => [Healthy]
        # 21 over 11: below the line from its first record on.
        hold dex:b BTC 1 cost=89            => dex:b [Healthy 2000000]
        hold dex:c USD 5                    =>
        hold dex:c USD none                 => dex:c [gone]
        """);

    [Fact]
    public void Frame_BelowLinesInEveryBand_StatusCarriesBoth() => Check("""
        frame 1 +dex[bands=2000000/1500000] +USD +BTC=110
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        frame 2 BTC=88                      => Opened/BelowMaintenance#0 [Liquidatable 1500000]
        frame 3 BTC=79                      => Escalated/Bankrupt#1 [Bankrupt 1500000]
        frame 4 BTC=?                       => Held/NotJudgeable#2~ [Unknown]
        frame 5 BTC=99                      => Closed/Recovered#3 [Healthy 2000000]
        hold dex:a BTC 1 cost=100 left=1    =>
        frame 6 BTC=50                      =>
        hold dex:a BTC none                 => [Healthy]
        hold dex:a USD none                 => [gone]
        """);

    [Fact]
    public void Frame_NotJudgeableForAWhile_ComesBackWithoutAFormerLine() => Check("""
        frame 1 +dex[bands=1500000,hysteresis=100000] +USD +BTC=94
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => [Healthy 1500000]
        frame 2 BTC=95                      =>
        frame 3 BTC=?                       => [Unknown]
        frame 4 BTC=95                      => [Healthy]
        """);

    [Fact]
    public void Frame_LinesOfTheVenueChange_FormerLineThatIsNoneIsForgotten() => Check("""
        frame 1 +dex[bands=2000000,hysteresis=500000] +USD +BTC=99
        hold dex:a BTC 1 cost=100 left=1    =>
        hold dex:a USD 20                   => [Healthy 2000000]
        frame 2 BTC=100                     =>
        # 20 over 10: below 2000001, and not below 2000000 when coming from a line that is none any more.
        frame 3 +dex[bands=2000001,hysteresis=500000] => [Healthy 2000001]
        frame 4 +dex[bands=2000000,hysteresis=500000] => [Healthy]
        frame 5 +dex[bands=3000000]         => [Healthy 3000000]
        frame 6 +dex[bands=4000000/3000000/1000001] =>
        frame 7 +dex                        => [Healthy]
        """);

    [Fact]
    public void Holding_ChangesTheLine_IsSaidByTheRecord() => Check("""
        frame 1 +dex[bands=2000000/1500000] +USD +BTC=100 +DAI=1
        hold dex:a BTC 1 cost=100 left=1    =>
        hold dex:a USD 20                   => [Healthy]
        hold dex:a USD 19                   => [Healthy 2000000]
        hold dex:a USD 14                   => [Healthy 1500000]
        hold dex:a USD 20                   => [Healthy]
        # No requirement, no line, even with nothing.
        hold dex:b DAI -1                   => dex:b Opened/BelowMaintenance#0 dex:b Closed/BadDebt#1 dex:b [BadDebt]
        """);

    [Fact]
    public void Worst_AccountsOfAllBands_AreInOrder()
    {
        IMarginEngine engine = Create(new(Partition: 7));
        Ledger.Check(engine, """
            frame 1 +dex[bands=2000000/1500000] +sea +USD +BTC=100 +DAI=1
            # 19 over 10, the same for twice as much, 14 over 10, none, liquidatable, and in debt without a requirement.
            hold dex:b BTC 1 cost=100 left=1    =>
            hold dex:b USD 19                   => dex:b [Healthy 2000000]
            hold dex:a BTC 1 cost=100 left=1    =>
            hold dex:a USD 19                   => [Healthy 2000000]
            hold dex:c BTC 2 cost=200 left=1    =>
            hold dex:c USD 38                   => dex:c [Healthy 2000000]
            hold dex:d BTC 1 cost=100 left=1    =>
            hold dex:d USD 14                   => dex:d [Healthy 1500000]
            hold dex:e BTC 1 cost=100 left=1    =>
            hold dex:e USD 20                   => dex:e [Healthy]
            hold dex:f BTC -1 cost=-100         => dex:f Opened/BelowMaintenance#0 dex:f [Liquidatable 1500000]
            hold dex:g DAI -1                   => dex:g Opened/BelowMaintenance#0 dex:g Closed/BadDebt#1 dex:g [BadDebt]
            hold dex:h DAI -5                   => dex:h Opened/BelowMaintenance#0 dex:h Closed/BadDebt#1 dex:h [BadDebt]
            hold dex:i BTC 1 cost=100 left=1    =>
            hold dex:i USD 14                   => dex:i [Healthy 1500000]
            hold dex:i USD 15 left=1            =>
            hold sea:a SOL -1                   => sea:a [Unknown]
            """);
        Assert.Equal(
            ["dex:h BadDebt 0", "dex:g BadDebt 0", "dex:f Liquidatable 1500000", "dex:d Healthy 1500000", "dex:c Healthy 2000000", "dex:a Healthy 2000000",
                "dex:b Healthy 2000000"],
            engine.Worst(10).Select(one => $"{one.Account} {one.Band} {one.WarningPpm}"));
        Assert.Equal(["dex:h", "dex:g", "dex:f"], engine.Worst(3).Select(one => one.Account));
        Assert.Empty(engine.Worst(0));
        Assert.All(engine.Worst(10), one => Assert.Equal(EffectText.Full(engine.Assess(one.Account)), EffectText.Full(one.Assessment)));
    }

    [Fact]
    public void Risk_PriceOfOneInstrument_CountsWhoWouldBeLiquidatable()
    {
        IMarginEngine engine = Create(new(Partition: 7));
        Assert.Null(engine.Risk("BTC", [1]));
        Ledger.Check(engine, """
            frame 1 +dex +USD +BTC[multiplier=2]=100 +ETH=10 +DAI=?
            # Alone with cash: below the line when 0.9 x 2P < 180, at 99 and less. Short: when 2.2 P > 230, at 105 and more.
            hold dex:a BTC 1 cost=200 left=1    =>
            hold dex:a USD 20                   => [Healthy]
            hold dex:b BTC -1 cost=-200 left=1  =>
            hold dex:b USD 30                   => dex:b [Healthy]
            # The same with collateral that has a price: 8 for it.
            hold dex:c BTC 1 cost=200 left=2    =>
            hold dex:c ETH 1 left=1             =>
            hold dex:c USD 12                   => dex:c [Healthy]
            # In an episode, awaiting, not to be judged: not counted, but held.
            hold dex:d BTC 3 cost=600           => dex:d Opened/BelowMaintenance#0 dex:d [Liquidatable]
            hold dex:e BTC 5 cost=1000 left=1   =>
            hold dex:f BTC -7 cost=-1400 left=1 =>
            hold dex:f DAI -1                   => dex:f Opened/BelowMaintenance#0 dex:f [Liquidatable]
            """);
        MarketRiskView view = engine.Risk("BTC", [105, 104, 100, 99])!;
        Assert.Equal(("BTC", 10, 8), (view.Instrument, (int)view.LongSize, (int)view.ShortSize));
        Assert.Equal([(105, 210), (104, 0), (100, 0), (99, 198)], view.Steps.Select(step => ((int)step.Price, (int)step.IsolatedNotional)));
        Assert.Null(engine.Risk("DAI", [1]));
        Assert.Null(engine.Risk("SOL", [1]));
    }
}
