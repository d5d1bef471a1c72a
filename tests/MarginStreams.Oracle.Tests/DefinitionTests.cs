using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle.Tests;

/// <summary>Venues and instruments: what is refused stays out, and what is redefined counts from then on.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public void Apply_InstrumentOfAnUnknownVenue_IsRefused()
    {
        OracleRun run = new OracleRun().At(0, OracleTerms.Asset("A", "v", "f"), OracleTerms.Price("f", 1)).Close();
        Assert.Equal([OracleReject.UnknownVenue], run.Refused);
        Assert.Empty(run.Frames);
    }

    [Fact]
    public void Apply_VenueOfAnotherRuleSet_IsRefusedAndTheFormerStays()
    {
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v", exitBuffer: 1), OracleTerms.Asset("A", "v", "f")).Close()
            .At(1, OracleTerms.Venue("v", ruleSet: "margin-of-tomorrow"), OracleTerms.Venue("v", exitBuffer: -1)).Close();
        Assert.Equal([OracleReject.TermsRefused, OracleReject.TermsRefused], run.Refused);
        Assert.Single(run.Frames);
    }

    [Fact]
    public void Apply_InstrumentRefused_TheFormerStaysWithItsFeeds()
    {
        OracleInstrument broken = OracleTerms.Asset("A", "v", "other");
        broken = broken with { Terms = broken.Terms with { Multiplier = 0 } };
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "f"), broken).Close()
            .At(1, OracleTerms.Price("other", 3), OracleTerms.Price("f", 4)).Close();
        Assert.Equal([OracleReject.TermsRefused], run.Refused);
        Assert.Equal(4, (int)run.Last.Instruments.Single().Values.Price!.Value);
    }

    [Fact]
    public void Apply_InstrumentRedefined_ListensToItsNewFeedsOnly()
    {
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v"), OracleTerms.Asset("A", "v", "old", "both"), OracleTerms.Price("old", 1)).Close()
            .At(1, OracleTerms.Asset("A", "v", "new", "both")).Close();
        Assert.True(run.Last.Instruments.Single().HasTerms);
        Assert.Null(run.Last.Instruments.Single().Values.Price);

        run.At(2, OracleTerms.Price("old", 2)).Close();
        Assert.Equal(2, run.Frames.Count);
        run.At(3, OracleTerms.Seen("both", OracleQuantity.DepositIndex, 9), OracleTerms.Price("new", 3)).Close();
        Assert.Equal(3, run.Frames.Count);
        Assert.Equal((3, 9), ((int)run.Last.Instruments.Single().Values.Price!.Value, (int)run.Last.Instruments.Single().Values.DepositIndex));
    }

    [Fact]
    public void Apply_InstrumentMovedToAnotherVenue_RaisesThatVenuesBlock()
    {
        OracleRun run = new OracleRun()
            .At(0, OracleTerms.Venue("v"), OracleTerms.Venue("w"), OracleTerms.Asset("A", "v", "f")).Close()
            .At(1, OracleTerms.Asset("A", "w", "f"), OracleTerms.Price("f", 1, block: 8)).Close();
        Assert.Equal([new OracleVenueEntry("w", HasTerms: false, 8)], run.Last.Venues);
    }

    public static TheoryData<string, int, string> Policies() => new()
    {
        { "marginOfErrorPpm", 2_000_000, "" },
        { "marginOfErrorPpm", 0, "" },
        { "minSources", 0, "" },
        { "jumpConfirmMs", 0, "" },
        { "minSources", 1, "expected minSources = 0 (off)" },
        { "maxAgeMs", 1, "expected maxAgeMs = 0 (off)" },
        { "marginOfErrorPpm", -1, "expected marginOfErrorPpm >= 0" },
        { "maxAgeMs", -1, "expected maxAgeMs >= 0" },
        { "maxAge", 0, "but maxAge is unknown" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Check_Policy_NamesTheCondition(string name, int value, string refusal)
    {
        OracleVerdict verdict = Defined(OracleTerms.Asset("A", "v", OracleTerms.Policy(name, value), "f"));
        Assert.Equal(refusal.Length == 0 ? OracleReject.None : OracleReject.TermsRefused, verdict.Reason);
        Assert.Contains(refusal, verdict.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Length == 0 ? "" : $"instrument A: oraclePolicy.{name}", verdict.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> Bands() => new()
    {
        // price 100 with what the source says; margin of error; low and high
        { "", 1_000_000, "100 100" },
        { "confidence=7", -1, "100 100" },
        { "low=90 high=120", -1, "100 100" },        // without a margin of error the plain price decides
        { "low=90 high=120", 0, "100 100" },         // zero is off
        { "confidence=7", 1_000_000, "93 107" },
        { "confidence=7", 2_120_000, "85 115" },     // 14.84 up to 15
        { "confidence=1", 1, "99 101" },             // a millionth still widens
        { "low=90 high=120", 1_000_000, "90 120" },
        { "low=90 high=120", 500_000, "95 110" },
        { "low=99 high=101", 500_000, "99 101" },    // half a unit up to one
        { "low=90 confidence=7", 1_000_000, "90 107" },
        { "high=120 confidence=7", 1_000_000, "93 120" },
        { "low=10", 2_000_000, "0 100" },            // never below zero
    };

    [Theory]
    [MemberData(nameof(Bands))]
    public void Band_MarginOfError_WidensAndRoundsOutwards(string text, int errorPpm, string expected)
    {
        Dictionary<string, BigInteger> options = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('='))
            .ToDictionary(pair => pair[0], pair => (BigInteger)int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
        OracleObservation seen = OracleTerms.Price("f", 100) with
        {
            Low = options.TryGetValue("low", out BigInteger low) ? low : null,
            High = options.TryGetValue("high", out BigInteger high) ? high : null,
            Confidence = options.TryGetValue("confidence", out BigInteger confidence) ? confidence : null,
        };
        OracleInstrument instrument = OracleTerms.Asset("A", "v", errorPpm < 0 ? OracleTerms.NoPolicy : OracleTerms.Policy("marginOfErrorPpm", errorPpm), "f");
        MarketValues values = new OracleRun().At(0, OracleTerms.Venue("v"), instrument, seen).Close().Last.Instruments.Single().Values;
        Assert.Equal($"100 {expected}", $"{values.Price} {values.PriceLow} {values.PriceHigh}");
    }

    private static OracleVerdict Defined(OracleInstrument instrument)
    {
        var oracle = new PriceOracle(new());
        oracle.Apply(OracleTerms.Venue("v"));
        return oracle.Apply(instrument);
    }
}
