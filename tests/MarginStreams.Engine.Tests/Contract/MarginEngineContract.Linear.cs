using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>
/// The rule set <c>linear</c>, computed by hand. A line: market and holding, then the holding's value, its contribution to the initial and
/// to the maintenance line, and the price it is reported with. The arithmetic is beside it.
/// </content>
public abstract partial class MarginEngineContract
{
    [Fact]
    public void Linear_AssetDeposit_FloorsEachLineOnce() => CheckFigures("""
        ETH=100                          | 7                  => 700 350 560 at 100   # x 1, x 0.5, x 0.8
        ETH[low=99,high=102]=100         | 7                  => 700 346 554 at 99    # 7x99=693: 346.5, 554.4
        ETH[pe=-2,low=99]=101            | 7                  => 7 3 5 at 99          # 7.07; 6.93x0.5=3.465, x0.8=5.544
        ETH[deposit=1050000000000000000]=10 | 3               => 31 15 25 at 10       # 31.5; 15.75; 25.2
        ETH[deposit=0]=10                | 3                  => 0 0 0 at 10
        ETH[wi=0,wm=1000000]=10          | 3                  => 30 0 30 at 10
        ETH[se=2,pe=1,multiplier=5]=3    | 2                  => 30000 15000 24000 at 3  # 2 x 5 x 3 x 10^3
        ETH[se=-1,numeraire=-2]=3        | 1                  => 30 15 24 at 3        # 0.1 x 3 = 0.30 = 30 cents
        USD                              | 9                  => 9 9 9 at 1
        USD[pe=-2]                       | 9                  => 9 9 9 at 100         # the numeraire's price is one: 100 x 10^-2
        USD[se=-6,numeraire=-2]          | 1999999            => 199 199 199 at 1     # 1.999999 = 199.9999 cents
        """);

    [Fact]
    public void Linear_Debt_CeilsAgainstTheAccount() => CheckFigures("""
        DAI=100                          | -7                 => -700 -700 -700 at 100
        DAI[low=98,high=101]=100         | -7                 => -700 -707 -707 at 101
        DAI[pe=-2,high=102]=101          | -7                 => -8 -8 -8 at 102      # 7.07 up; 7.14 up
        DAI[lwi=1200000,lwm=1100000]=10  | -3                 => -30 -36 -33 at 10
        DAI[lwi=1200000,lwm=1150000]=10  | -3                 => -30 -36 -35 at 10    # 34.5 up
        DAI[borrow=1000000000000000001]=10 | -3               => -31 -31 -31 at 10    # 30.00000000000000003 up
        USD[borrow=1500000000000000000]  | -3                 => -5 -5 -5 at 1        # the numeraire bears interest too
        """);

    [Fact]
    public void Linear_Perpetual_LongsAtLowShortsAtHigh() => CheckFigures("""
        BTC=110                          | 2 cost=200         => 20 -24 -2 at 110     # gain 20 - 20% and 10% of 220
        BTC=90                           | 2 cost=200         => -20 -56 -38 at 90
        BTC[low=109,high=112]=110        | 2 cost=200         => 20 -26 -4 at 109     # 18 - 43.6 = -25.6; 18 - 21.8 = -3.8
        BTC=110                          | -2 cost=-200       => -20 -64 -42 at 110
        BTC=90                           | -2 cost=-200       => 20 -16 2 at 90
        BTC[low=88,high=91]=90           | -2 cost=-200       => 20 -19 -1 at 91      # 18 - 36.4 = -18.4; 18 - 18.2 = -0.2
        BTC[low=88,high=91]=90           | 0 cost=7           => -7 -7 -7 at 88
        BTC[low=88,high=91]=90           | 0 cost=-7          => 7 7 7 at 88
        BTC[gain=500000]=90              | 0 cost=-7          => 7 3 3 at 90          # 3.5
        BTC[fee=15000]=100               | 1 cost=100         => 0 -22 -12 at 100     # 21.5; 11.5
        """);

    [Fact]
    public void Linear_GainWeight_CountsGainsLessAndLossesWhole() => CheckFigures("""
        BTC[gain=900000]=110             | 10 cost=1000       => 100 -130 -20 at 110  # 90 - 220; 90 - 110
        BTC[gain=900000]=100             | 10 cost=1000       => 0 -200 -100 at 100
        BTC[gain=900000]=99              | 10 cost=1000       => -10 -208 -109 at 99  # -10 - 198; -10 - 99
        BTC[gain=900000]=101             | 1 cost=100         => 1 -20 -10 at 101     # 0.9 - 20.2 = -19.3; 0.9 - 10.1 = -9.2
        BTC[gain=900000]=101             | 1 cost=100 settled=1 => 2 -19 -9 at 101    # gain 1 + 1: 1.8 - 20.2 = -18.4; 1.8 - 10.1 = -8.3
        """);

    [Fact]
    public void Linear_Funding_IsPaidByLongsWhenItRises() => CheckFigures("""
        BTC[funding=3]=100               | 2 cost=200         => -6 -46 -26 at 100
        BTC[funding=3]=100               | -2 cost=-200       => 6 -34 -14 at 100
        BTC[funding=3]=100               | 2 cost=200 settled=3 => 0 -40 -20 at 100
        BTC[funding=-3]=100              | 2 cost=200 settled=1 => 8 -32 -12 at 100
        BTC[funding=3,multiplier=10,se=-1]=100 | 2 cost=200   => -6 -46 -26 at 100    # one unit of size is 10 x 0.1
        BTC[funding=3,multiplier=10]=100 | 2 cost=2000        => -60 -460 -260 at 100 # per unit of the underlying
        """);

    [Fact]
    public void Linear_Brackets_AreMarginalAndContinuous() => CheckFigures("""
        # M at 1000 and above: 20% (10%) of the first 1000, 30% (20%) of the rest.
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000]=999  | 1 cost=999  => 0 -200 -100 at 999   # 199.8; 99.9
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000]=1000 | 1 cost=1000 => 0 -200 -100 at 1000
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000]=1001 | 1 cost=1001 => 0 -201 -101 at 1001  # 200.3; 100.2
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000]=1010 | -1 cost=-1010 => 0 -203 -102 at 1010
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000]=500  | -3 cost=-1500 => 0 -350 -200 at 500
        BTC[bounds=0/1000,initial=200000/300000,maintenance=100000/200000,fee=10000]=1010 | 1 cost=1010 => 0 -214 -113 at 1010  # 203 + 10.1; 102 + 10.1
        # Three brackets; L in cents. 2000: 100 + 150 (500 at 30%) + 400 (1000 at 40%, less bounds at 500 and 1000).
        BTC[numeraire=-2,bounds=0/50000/100000,initial=200000/300000/400000,maintenance=0/0/400000]=2000 | 1 cost=200000 => 0 -65000 -40000 at 2000
        BTC[numeraire=-2,bounds=0/50000/100000,initial=200000/300000/400000,maintenance=0/0/400000]=1000 | 1 cost=100000 => 0 -25000 0 at 1000
        """);

    [Fact]
    public void Linear_Exponents_ScaleSizePriceAndNumeraire() => CheckFigures("""
        # e = -4: 12345678 x 65 x 10^5 / 10^4 = 8024690700
        BTC[se=-8,pe=-2,numeraire=-6]=6500000 | 12345678 cost=8000000000 => 24690700 -1580247440 -777778370 at 6500000
        BTC[se=-3,pe=-1]=333             | 10 cost=0          => 0 0 0 at 333         # e = -4: 3330/10^4 = 0.333; 0.2664; 0.2997
        BTC[se=-3,pe=-1]=333             | -10 cost=0         => -1 -1 -1 at 333      # -0.333; -0.3996; -0.3663
        BTC[se=2,pe=3,numeraire=1]=7     | 3 cost=200000      => 10000 -32000 -11000 at 7  # e = 4: 3 x 7 x 10^4 = 210000
        BTC[se=77,pe=-77,numeraire=-25]=1 | 1 cost=0          => 10000000000000000000000000 8000000000000000000000000 9000000000000000000000000 at 1
        BTC[se=-77,pe=-77,numeraire=77]=1 | 1 cost=0          => 0 0 0 at 1
        BTC[se=-77,pe=-77,numeraire=77]=1 | -1 cost=0         => -1 -1 -1 at 1
        """);

    [Fact]
    public void Linear_WholeAccount_SumsAndReports()
    {
        IMarginEngine engine = Create(new(Partition: 7));
        var effects = new RecordedEffects();
        Ledger.Check(engine, """
            frame 1 +dex[buffer=5] +USD +BTC=100 +ETH=10 +DAI=2
            hold dex:a ETH 10 left=3      =>
            hold dex:a USD -30 left=2     =>
            hold dex:a BTC -1 cost=-95 left=1 =>
            """);
        engine.Apply(new HoldingEvent("dex:a", "DAI", 9, new(-4, 0, 0), HoldingCause.Trade, 0, 0), effects);

        // ETH 100, 50, 80; USD -30; BTC -5, -25, -15; DAI -8.
        Assessment figures = Assert.Single(effects.Statuses).Assessment!;
        Assert.Equal(["BTC", "DAI", "ETH", "USD"], figures.Holdings.Select(one => one.Instrument));
        Assert.Equal((57, -13, 27, 5), ((int)figures.Equity, (int)figures.InitialSurplus, (int)figures.MaintenanceSurplus, (int)figures.ExitBuffer));
        Assert.Equal((70, 30), ((int)figures.InitialRequirement, (int)figures.MaintenanceRequirement));
        Assert.True(figures.HasExposure && figures.HasClosable && !figures.IsLiquidatable && figures.IsOut && !figures.IsBankrupt);
    }

    private void CheckFigures(string table)
    {
        foreach (string line in table.Split('\n').Select(line => line.Trim()).Where(line => line[0] != '#'))
        {
            string[] parts = line.Split('#')[0].Split("=>");
            string[] question = parts[0].Split('|', StringSplitOptions.TrimEntries);
            string instrument = question[0].Split('[', '=')[0];
            string[] bracketed = question[0].Split('[', ']');
            string options = bracketed.Length > 1 ? $"[{bracketed[1]}]" : "";
            IMarginEngine engine = Create(new(Partition: 0));
            Ledger.Check(engine, $"frame 1 +dex{options} +{question[0]}");

            var effects = new RecordedEffects();
            string[] words = question[1].Split(' ');
            Holding holding = Ledger.HoldingOf(words[0], Ledger.Options(words.Skip(1)));
            engine.Apply(new HoldingEvent("dex:a", instrument, 0, holding, HoldingCause.Trade, 0, 0), effects);
            HoldingAssessment one = Assert.Single(effects.Statuses.Single().Assessment!.Holdings);
            string what = $"{question[0]} | {question[1]} => ";
            Assert.Equal(what + parts[1].Trim(), $"{what}{one.Value} {one.Initial} {one.Maintenance} at {one.Price}");
        }
    }
}
