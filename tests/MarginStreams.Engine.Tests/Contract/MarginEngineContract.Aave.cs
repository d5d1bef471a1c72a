using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>The rule set <c>aave-v3</c>: collateral counts 80 % in most ledgers, 90 % in the e-mode category 1.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Aave_HealthFactorBelowOne_OpensAndCloses() => Check("""
        frame 1 +dex[rules=aave-v3] +WETH=100 +VUSD=1
        hold dex:a VUSD -80                 => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        # At one it is healthy.
        hold dex:a WETH 1                   => [Healthy]
        hold dex:a VUSD -81                 => Opened/BelowMaintenance#0 [Liquidatable]
        frame 2 WETH=101                    =>
        frame 3 WETH=102                    => Closed/Recovered#1 [Healthy]
        frame 4 WETH=80                     => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        hold dex:a WETH none cause=Liquidation => Closed/BadDebt#2 [BadDebt]
        hold dex:a VUSD none                => [gone]
        """);

    [Fact]
    public void Aave_HealthFactorRoundsHalfUpToOne_IsHealthy() => Check("""
        # Threshold 99.99 %: the weighted collateral is one unit short of the debt; the quotient rounds to one. Two units are too many.
        frame 1 +dex[rules=aave-v3] +WETH[lt=9999,ltv=9000]=1 +VUSD=1
        hold dex:a WETH 4000000000000000001 => [Healthy]
        hold dex:a VUSD -3999600000000000001 =>
        hold dex:a VUSD -3999600000000000002 => Opened/BelowMaintenance#0 [Liquidatable]
        """);

    [Fact]
    public void Aave_InterestIndices_RoundCollateralDownAndDebtUp()
    {
        IMarginEngine engine = Create(new(Partition: 7));
        Ledger.Check(engine, """
            # 3 x 1.5 = 4 tokens of 0.1: 4 x 7 / 10 = 2. Owed 1 x 3.3 = 4: 4 x 3 / 10 = 2.
            frame 1 +dex[rules=aave-v3] \
                +WETH[se=-1,deposit=1500000000000000000000000000]=7 +VUSD[se=-1,borrow=3300000000000000000000000000]=3
            hold dex:a WETH 3                   => [Healthy]
            hold dex:a VUSD -1                  => Opened/BelowMaintenance#0 [Liquidatable]
            """);
        Assessment figures = engine.Assess("dex:a")!;
        Assert.Equal(
            ["VUSD -2 -2 -2 at 3", "WETH 2 1 1 at 7"],
            figures.Holdings.Select(one => $"{one.Instrument} {one.Value} {one.Initial} {one.Maintenance} at {one.Price}"));
        Assert.Equal((0, -1, -1), ((int)figures.Equity, (int)figures.InitialSurplus, (int)figures.MaintenanceSurplus));
    }

    [Fact]
    public void Aave_EModeOfTheAccount_DecidesWhatCollateralCounts() => Check("""
        frame 1 +dex[rules=aave-v3] +WETH[mode=1/7,modelt=9000/9500,modeltv=8500/9000,modebonus=10100/10100]=100 +VUSD=1
        hold dex:a WETH 1                   => [Healthy]
        hold dex:a VUSD -85                 => Opened/BelowMaintenance#0 [Liquidatable]
        account dex:a {eMode=1}             => Closed/Recovered#1 [Healthy]
        hold dex:a VUSD -91                 => Opened/BelowMaintenance#0 [Liquidatable]
        account dex:a {eMode=7}             => Closed/Recovered#1 [Healthy]
        # A category that does not list it, and none.
        account dex:a {eMode=2}             => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a VUSD -80                 => Closed/Recovered#1 [Healthy]
        hold dex:a VUSD -81                 => Opened/BelowMaintenance#0 [Liquidatable]
        account dex:a {eMode=0}             => Updated/HoldingChanged#1
        account dex:a none                  => Updated/HoldingChanged#2
        """);

    [Fact]
    public void Aave_PriceMissing_DebtCountsNothingAndCollateralCannotBeJudged() => Check("""
        frame 1 +dex[rules=aave-v3] +WETH=? +VUSD=1
        hold dex:a VUSD -1                  => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        hold dex:a WETH 1                   => [Unknown]
        frame 2 WETH=100 VUSD=?             =>
        frame 3 VUSD=1                      => [Healthy]
        """);
}
