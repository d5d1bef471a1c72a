namespace MarginStreams.Engine.Tests;

/// <content>From healthy into an episode: opening, updating, escalation, expiry.</content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Frame_PriceCrossesMaintenance_OpensBelowZeroAndNotAtZero() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        frame 2 BTC=89                      =>
        frame 3 BTC=88                      => Opened/BelowMaintenance#0 [Liquidatable]
        frame 4 BTC=88                      =>
        state dex:a                         => Liquidatable episode#0 BTC=1 USD=20
        """);

    [Fact]
    public void Holding_ItselfCrossesMaintenance_Opens() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 3 cost=300           => Opened/BelowMaintenance#0 [Liquidatable]
        """);

    [Fact]
    public void Holding_InEpisode_Updates() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 3 cost=300           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a USD 21                   => Updated/HoldingChanged#1
        account dex:a {x=1}                 => Updated/HoldingChanged#2
        hold dex:a USD 22 cause=Liquidation => Updated/HoldingChanged#3
        """);

    [Fact]
    public void Frame_EquityBelowZero_EscalatesOnceInAnEpisode() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        frame 2 BTC=80                      => Opened/BelowMaintenance#0 [Liquidatable]
        frame 3 BTC=79                      => Escalated/Bankrupt#1 [Bankrupt]
        frame 4 BTC=80                      => [Liquidatable]
        frame 5 BTC=79                      => [Bankrupt]
        frame 6 BTC=200                     => Closed/Recovered#2 [Healthy]
        frame 7 BTC=79                      => Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt]
        """);

    [Fact]
    public void Holding_MakesItBankrupt_UpdatesThenEscalates() => Check("""
        frame 1 +dex +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0 [Liquidatable]
        hold dex:a BTC 1 cost=109           => Updated/HoldingChanged#1 Escalated/Bankrupt#2 [Bankrupt]
        """);

    [Fact]
    public void Frame_AdviceInItsLastQuarter_UpdatesForExpiry() => Check("""
        frame 1 t=1000 +dex[ttl=403] +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0@1403 [Liquidatable]
        # A quarter of 403, rounded down, is 100.
        frame 2 t=1302                      =>
        frame 3 t=1303                      => Updated/Expiry#1@1706
        hold dex:a USD 21 block=0           => Closed/Recovered#2 [Healthy]
        hold dex:a USD 20                   => Opened/BelowMaintenance#0@1706 [Liquidatable]
        # Any step renews it; a record of the account is no expiry.
        frame 4 t=1600 BTC=79               => Escalated/Bankrupt#1@2003 [Bankrupt]
        frame 5 t=1800                      =>
        hold dex:a BTC 1 cost=101           => Updated/HoldingChanged#2@2203
        frame 6 t=2102                      =>
        frame 7 t=2103 BTC=200              => Closed/Recovered#3 [Healthy]
        """);

    [Fact]
    public void Frame_TtlChanges_AppliesToTheNextStep() => Check("""
        frame 1 t=1000 +dex[ttl=400] +USD +BTC=88
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           => Opened/BelowMaintenance#0@1400 [Liquidatable]
        frame 2 t=1100 +dex[ttl=0]          =>
        frame 3 t=1399                      =>
        frame 4 t=1400                      => Updated/Expiry#1
        frame 5 t=99999                     =>
        frame 6 t=99999 +dex[ttl=9223372036854775807] =>
        hold dex:a USD 19                   => Updated/HoldingChanged#2@9223372036854775807
        """);

    [Fact]
    public void Frame_SeveralAccounts_EffectsInOrdinalOrder() => Check("""
        frame 1 +dex +USD +BTC=100
        hold dex:b USD 20                   => dex:b [Healthy]
        hold dex:b BTC 1 cost=100           =>
        hold dex:B USD 20                   => dex:B [Healthy]
        hold dex:B BTC 1 cost=100           =>
        hold dex:a USD 20                   => [Healthy]
        hold dex:a BTC 1 cost=100           =>
        frame 2 BTC=79                      => dex:B Opened/BelowMaintenance#0 dex:B Escalated/Bankrupt#1 dex:B [Bankrupt] \
            Opened/BelowMaintenance#0 Escalated/Bankrupt#1 [Bankrupt] \
            dex:b Opened/BelowMaintenance#0 dex:b Escalated/Bankrupt#1 dex:b [Bankrupt]
        """);
}
