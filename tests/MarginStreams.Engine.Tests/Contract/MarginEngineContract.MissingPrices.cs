using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>A missing price gives no immunity: who is below the line at the most favourable price is below it at every price.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Frame_DebtWithoutPrice_IsLiquidatableWithoutItOrNotJudged() => Check("""
        frame 1 +dex +USD +BTC=88 +DAI=1
        hold dex:a USD 21                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        # 21 - 1 + floor(79.2 - 100) = -1, and 0 without the debt.
        hold dex:a DAI -1                   => Opened/BelowMaintenance#0 [Liquidatable]
        frame 2 DAI=?                       => Held/NotJudgeable#1~ [Unknown]
        frame 3 BTC=87                      => Updated/Resumed#2 [Liquidatable]
        # Against a long without a price there is no bound.
        frame 4 BTC=?                       => Held/NotJudgeable#3~ [Unknown]
        frame 5 BTC=60                      => Updated/Resumed#4 Escalated/Bankrupt#5 [Bankrupt]
        frame 6 BTC=100 DAI=3               => Closed/Recovered#6 [Healthy]
        frame 7 DAI=?                       => [Unknown]
        """);

    [Fact]
    public void Holding_ShortWithoutPrice_CountsAtZero() => Check("""
        # 100 received for it: at price zero that is all gain.
        frame 1 +dex +USD +BTC=?
        hold dex:a BTC -1 cost=-100         => [Unknown]
        hold dex:a USD -100                 =>
        hold dex:a USD -101                 => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        hold dex:a USD 1                    => Held/NotJudgeable#2~ [Unknown]
        frame 2 BTC=10                      => Closed/Recovered#3 [Healthy]
        """);

    [Fact]
    public void Holding_EmptyPositionWithoutPrice_CountsItsCost() => Check("""
        frame 1 +dex +USD +BTC=? +DAI=1
        hold dex:a BTC 0 cost=1             => [Unknown]
        hold dex:a DAI -1                   => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        # Its cost is owed whatever the prices are.
        frame 2 DAI=?                       =>
        hold dex:a USD 1                    => [Unknown]
        """);

    [Fact]
    public void Assess_HoldingWithoutPrice_HasNoPriceAndTheShareAtZero()
    {
        IMarginEngine engine = Create(new(Partition: 7));
        Ledger.Check(engine, """
            frame 1 +dex[bands=2000000] +USD +BTC=80 +DAI=?
            hold dex:a DAI -5 left=2            =>
            hold dex:a USD 20 left=1            =>
            hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable 2000000]
            """);
        Assessment figures = engine.Assess("dex:a")!;
        HoldingAssessment debt = figures.Holdings.Single(one => one.Instrument == "DAI");
        Assert.Equal((null, 0, 0, 0), (debt.Price, (int)debt.Value, (int)debt.Initial, (int)debt.Maintenance));
        Assert.Equal((0, -8), ((int)figures.Equity, (int)figures.MaintenanceSurplus));
        Assert.True(figures.HasExposure);
        Assert.DoesNotContain(figures.Options, option => option.Instrument == "DAI");
    }
}
