using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// Figures computed outside of this code, with fractions. A line: terms, market, holding => value, contribution to the initial and to the
/// maintenance line. Both lanes must give them; the narrow one may refuse.
/// </summary>
public sealed partial class FiguresTests
{
    [Fact]
    public void Contribution_Assets_AreTheFigures() => Check("""
        asset se=-18 pe=-8 ne=-6 wi=800000 wm=900000 | price=300012345678 deposit=1050000000000000001 | 1234567890123456789 => 3889048890 \
            3111239112 3500144001
        asset se=-18 pe=-8 ne=-6 | price=300012345678 | 1 => 0 0 0
        asset se=-18 pe=-8 ne=-6 | price=300012345678 | -1 => -1 -1 -1
        asset se=-18 pe=-8 ne=-6 lwm=1100000 lwi=1250000 | price=300012345678 low=290000000000 high=310000000000 \
            borrow=1234567890123456789 | -2500000000000000000 => -9259640216 -11959876436 -10524691264
        asset se=-18 pe=-30 ne=-18 | price=1999999999999999999999999999999 | 5000000000000000003 => 10000000000000000005 \
            5000000000000000002 8000000000000000004
        asset | price=7 | 1111111111222222222233333333334444444444555555555566666666667777777777888888 => \
            7777777778555555555633333333341111111111888888888966666666674444444445222216 \
            3888888889277777777816666666670555555555944444444483333333337222222222611108 \
            6222222222844444444506666666672888888889511111111173333333339555555556177772
        asset | price=7 | -1111111111222222222233333333334444444444555555555566666666667777777777888889 => \
            -7777777778555555555633333333341111111111888888888966666666674444444445222223 \
            -7777777778555555555633333333341111111111888888888966666666674444444445222223 \
            -7777777778555555555633333333341111111111888888888966666666674444444445222223
        asset se=3 pe=2 ne=1 multiplier=9 | price=5 | 2 => 900000 450000 720000
        """);

    [Fact]
    public void Contribution_Perpetuals_AreTheFigures() => Check("""
        perp se=-18 pe=-18 ne=-6 | price=42000123456789012345678 funding=1234567890123 | 1500000000000000000 cost=61000000000 \
            settled=-98765432109 => 2000185183 -13749861114 -4299833336
        perp se=-18 pe=-18 ne=-6 | price=42000123456789012345678 funding=1234567890123 | -1500000000000000000 cost=-61000000000 \
            settled=-98765432109 => -2000185184 -17750231480 -8300203702
        perp se=-10 pe=-20 ne=-30 fee=2500 | price=1000000000000000000000000000000 | 77 cost=1 => 76999999999999999999999999999999 \
            57557499999999999999999999999999 69107499999999999999999999999999
        perp se=-8 pe=-2 ne=-6 bounds=0/50000000000/250000000000 initial=20000/40000/100000 maintenance=10000/20000/50000 fee=5000 | \
            price=6500000 low=6499000 high=6501000 | 500000000 cost=320000000000 => 5000000000 -13169750000 -4922250000
        perp se=-8 pe=-2 ne=-6 bounds=0/50000000000/250000000000 initial=20000/40000/100000 maintenance=10000/20000/50000 fee=5000 | \
            price=6500000 low=6499000 high=6501000 | -500000000 cost=-320000000000 => -5000000000 -23180250000 -14927750000
        perp se=-8 pe=-2 ne=-6 gain=700000 | price=6500001 | 33333333 cost=20000000000 => 1666669783 -4249998598 -999998131
        perp se=-8 pe=-2 ne=-6 gain=700000 | price=6500001 | 33333333 cost=22000000000 => -333330217 -5749997663 -2499997196
        perp gain=700000 | price=5 | 0 cost=-9 => 9 6 6
        perp gain=700000 | price=5 | 0 cost=9 => -9 -9 -9
        perp | price=3 | 9999999999999999999999999999999999999999999999999999999999999999999999999999 cost=-1 => \
            29999999999999999999999999999999999999999999999999999999999999999999999999998 \
            22499999999999999999999999999999999999999999999999999999999999999999999999998 \
            26999999999999999999999999999999999999999999999999999999999999999999999999998
        """);

    /// <summary>The narrow lane holds what ordinary venues have, 18 decimals included; what it cannot hold it refuses.</summary>
    [Theory]
    [InlineData("perp se=-8 pe=-2 ne=-6 | price=6500001 | 33333333 cost=22000000000", true)]
    [InlineData("asset se=-18 pe=-8 ne=-6 | price=300012345678 | 1000000000000000000000000", true)]
    [InlineData("asset | price=7 | 99999999999999999999999999999999999999999999999999999999999999999999999999", false)]
    [InlineData("perp se=-10 pe=-20 ne=-30 | price=1000000000000000000000000000000 | 100000000000000000000 cost=1", false)]
    public void Contribution_NarrowLane_HoldsOrdinaryNumbers(string line, bool fits) => Assert.Equal(fits, Narrow(Parse(line)) is not null);

    private static void Check(string table) => Assert.All(Continued().Replace(table, " ").Split('\n').Select(line => line.Trim()), line =>
    {
        string[] sides = line.Split("=>", StringSplitOptions.TrimEntries);
        RiskCase one = Parse(sides[0]);
        Lines<BigInteger> wide = Wide.Of(one);
        Assert.Equal(line, $"{sides[0]} => {wide.Equity} {wide.Initial} {wide.Maintenance}");
        Assert.Equal(wide, Narrow(one) ?? wide);
    });

    private static Lines<BigInteger>? Narrow(RiskCase one)
    {
        try
        {
            return Lines<Int128>.Of(one) is { } narrow ? new(narrow.Equity, narrow.Initial, narrow.Maintenance) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static RiskCase Parse(string line)
    {
        string[] parts = line.Split('|', StringSplitOptions.TrimEntries);
        Dictionary<string, string> words = parts.SelectMany(part => part.Split(' ')).Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        (int se, int pe) = ((int)Number("se", 0), (int)Number("pe", 0));
        InstrumentTerms terms = parts[0].StartsWith("perp", StringComparison.Ordinal)
            ? RiskTerms.Perpetual(se, pe) with { Parameters = Chosen(("gainWeightPpm", "gain"), ("liquidationFeePpm", "fee")), Tables = Brackets() }
            : RiskTerms.Asset(se, pe) with
            {
                Parameters = RiskTerms.Weights(
                    (int)Number("wi", 500_000), (int)Number("wm", 800_000), (int)Number("lwm", 1_000_000), (int)Number("lwi", 1_000_000)),
            };
        BigInteger price = Number("price", 0);
        var values = new MarketValues(
            price,
            Number("low", price),
            Number("high", price),
            Number("funding", 0),
            Number("deposit", MarketValues.IndexOne),
            Number("borrow", MarketValues.IndexOne));
        return new(
            LinearInstrument.Create(RiskTerms.Venue((int)Number("ne", 0)), terms with { Multiplier = Number("multiplier", 1) }),
            values,
            Integer(parts[2].Split(' ')[0]),
            Number("cost", 0),
            Number("settled", 0));

        BigInteger Number(string name, BigInteger otherwise) => words.TryGetValue(name, out string? text) ? Integer(text) : otherwise;

        Dictionary<string, BigInteger> Chosen(params (string Name, string Word)[] names) =>
            names.Where(name => words.ContainsKey(name.Word)).ToDictionary(name => name.Name, name => Integer(words[name.Word]), StringComparer.Ordinal);

        Dictionary<string, IReadOnlyList<BigInteger>> Brackets() => new(StringComparer.Ordinal)
        {
            ["bracketLowerBound"] = List("bounds", "0"),
            ["bracketInitialPpm"] = List("initial", "250000"),
            ["bracketMaintenancePpm"] = List("maintenance", "100000"),
        };

        List<BigInteger> List(string name, string otherwise) => [.. words.GetValueOrDefault(name, otherwise).Split('/').Select(Integer)];
    }

    /// <summary>A backslash at its end continues a line.</summary>
    [GeneratedRegex(" \\\\\\n\\s*")]
    private static partial Regex Continued();

    private static BigInteger Integer(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
