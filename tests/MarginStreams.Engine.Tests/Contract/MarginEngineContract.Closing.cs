namespace MarginStreams.Engine.Tests;

/// <content>Out of an episode: the exit buffer, the reasons, bad debt, and the end of an account.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Frame_WithinExitBuffer_StaysUntilTheBufferIsReached() => Check("""
        frame 1 +dex[buffer=2] +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        # Surplus 0, then 1: not liquidatable and not out. At 92 it is floor(82.8 - 80) = 2.
        frame 2 BTC=89                      =>
        frame 3 BTC=91                      =>
        hold dex:a BTC 1 cost=100           => Updated/HoldingChanged#1
        frame 4 BTC=92                      => Closed/Recovered#2 [Healthy]
        frame 5 BTC=89                      =>
        """);

    [Fact]
    public void Frame_ExposureEndsWithinBuffer_IsOut() => Check("""
        frame 1 +dex[buffer=1000] +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC none                 => Closed/Recovered#1 [Healthy]
        """);

    [Theory]
    [InlineData("Unknown", "Recovered")]
    [InlineData("Trade", "Recovered")]
    [InlineData("Transfer", "Recovered")]
    [InlineData("Liquidation", "Liquidated")]
    [InlineData("Adl", "Liquidated")]
    [InlineData("Settlement", "Recovered")]
    [InlineData("Reorg", "Reorged")]
    public void Holding_ClosesEpisode_ReasonFollowsTheCause(string cause, string reason) => Check($$"""
        frame 1 +dex +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC 1 cost=90 cause={{cause}} => Closed/{{reason}}#1 [Healthy]
        """);

    [Fact]
    public void Frame_TermsPutItAboveTheLine_ClosesForParameters() => Check("""
        frame 1 +dex +USD +BTC=88 +ETH=1
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        frame 2 +ETH=1                      =>
        frame 3 +BTC[maintenance=50000]=88  => Closed/Parameters#1 [Healthy]
        frame 4 +BTC=88                     => Opened/BelowMaintenance#0 [Liquidatable]
        # Terms of the venue count too, and terms of instruments it does not hold do not.
        frame 5 +dex BTC=100                => Closed/Parameters#1 [Healthy]
        frame 6 BTC=88                      => Opened/BelowMaintenance#0 [Liquidatable]
        frame 7 +ETH=1 BTC=100              => Closed/Recovered#1 [Healthy]
        """);

    [Fact]
    public void Holding_LastOneTombstoned_RemovesTheAccount() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC none cause=Liquidation => Closed/Removed#1~ [gone]
        state dex:a                         => none
        hold dex:a BTC none                 =>
        state dex:a                         => none
        """);

    [Fact]
    public void Holding_LastOneZero_RemovesTheAccountForTheCause() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC 0 cause=Liquidation  => Closed/Liquidated#1~ [gone]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC 0 cause=Reorg        => Closed/Reorged#1~ [gone]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC 0 cause=Trade        => Closed/Removed#1~ [gone]
        hold dex:a BTC 0 cost=-1            => [Healthy]
        hold dex:a BTC 0 settled=5          =>
        hold dex:a BTC 0                    => [gone]
        hold dex:b BTC 0                    =>
        state dex:b                         => none
        """);

    [Fact]
    public void Account_AttributesKeepItAlive_UntilTheyGoToo() => Check("""
        frame 1 +dex +USD +BTC=100
        account dex:a none                  =>
        state dex:a                         => none
        account dex:a {}                    => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        # An empty account is not gone: it is judged, and has no exposure.
        hold dex:a BTC none                 => Closed/Removed#1 [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        account dex:a none                  => Updated/HoldingChanged#1
        hold dex:a BTC 0                    => Closed/Removed#2~ [gone]
        account dex:a {m=1}                 => [Healthy]
        account dex:a none                  => [gone]
        """);

    [Fact]
    public void Frame_BankruptWithNothingToClose_IsWrittenOffOnce() => Check("""
        frame 1 +dex +USD +DAI=1
        hold dex:a DAI -10                  => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        frame 2 DAI=2                       =>
        hold dex:a DAI -11                  =>
        frame 3 DAI=?                       => [Unknown]
        frame 4 DAI=2                       => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        # Something to seize opens it again.
        hold dex:a USD 5                    => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        hold dex:a USD 0                    => Closed/BadDebt#2 [BadDebt]
        hold dex:a DAI none                 => [gone]
        """);

    [Fact]
    public void Frame_BadDebtWithoutEquityBelowZero_StaysOpen() => Check("""
        # A flat position that is owed money: nothing to close, equity 0, the weighted debt is below the line.
        frame 1 +dex +USD +BTC=1 +DAI[lwm=1500000,lwi=1500000]=1
        hold dex:a BTC 0 cost=-10           => [Healthy]
        hold dex:a DAI -10                  => Opened/BelowMaintenance#0 [Liquidatable]
        frame 2 DAI=2                       => Closed/BadDebt#1 [BadDebt]
        """);

    [Fact]
    public void Holding_DebtRepaidByPosition_BadDebtBecomesHealthy() => Check("""
        frame 1 +dex +USD +DAI=1
        hold dex:a DAI -10                  => Opened/BelowMaintenance#0 Closed/BadDebt#1 [BadDebt]
        hold dex:a USD 10                   => [Healthy]
        hold dex:a USD 9                    => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        """);
}
