using System.Numerics;
using MarginStreams.Contracts;

namespace MarginStreams.Topologies.Tests;

/// <summary>What can be wrong with a venue, an instrument, an observation or a command.</summary>
public static partial class BadRecordTable
{
    private static readonly Instrument Sol = SmallMarket.Perpetual("SOL-PERP", "v", "SOL-USD");

    /// <summary>Published before the price of the table's market, by the same source.</summary>
    private static readonly Observation Price = SmallMarket.Price(9_000, publishedAtMs: 1_400);

    public static TheoryData<BadRecord> Oracle() => [.. Envelopes(), .. Definitions(), .. Observations()];

    private static BadRecord[] Envelopes() =>
    [
        new("venue truncated", "Malformed", "", make => make.Of(SmallMarket.Venue, spoil: value => value[..^1])),
        new("price of an unknown schema", "SchemaUnknown", "", make => make.Of(Price, spoil: value => BadRecords.WithSchemaId(value, 1))),
        new("price without a key", "KeyMissing", "stands under a key", make => make.Of(Price) with { Key = null }),
        new("price under another feed's key", "KeyMismatch", "expected the key BTC-USD, but it is ETH-USD", make => make.Of(Price, key: "ETH-USD")),
        new("venue under another's key", "KeyMismatch", "expected the key v,", make => make.Of(SmallMarket.Venue, key: "w")),
        new("price in microseconds", "TimestampInvalid", "1700000000000000", make => make.Of(Price) with { TimestampMs = 1_700_000_000_000_000 }),
        new("price at the end of time", "TimestampInvalid", "9223372036854775807", make => make.Of(Price) with { TimestampMs = long.MaxValue }),
        new("instrument with a long name on its chain", "RecordTooLarge", "262144", make => make.Of(Sol with { OnChainId = new string('0', 262_144) })),
        new("venue among the instruments", "UnexpectedRecord", "a Venue does not belong into margin.instruments", make =>
            make.Of(SmallMarket.Venue, topic: make.Topics.Instruments)),
        new("position among the prices", "UnexpectedRecord", "a Position does not belong into margin.oracle-prices", make =>
            make.Of(Good, topic: make.Topics.OraclePrices, partition: 0)),
        new("price among the commands", "UnexpectedRecord", "a Observation does not belong into margin.commands", make =>
            make.Of(Price, topic: make.Topics.Commands)),
        new("command among the venues", "UnexpectedRecord", "a Command does not belong", make =>
            make.Of(new Command { Target = "v" }, topic: make.Topics.Venues)),
        new("frame among the prices", "UnexpectedRecord", "a Frame does not belong", make => make.Of(new Frame(), topic: make.Topics.OraclePrices)),
        new("tombstone of a venue", "TombstoneUnsupported", "margin.venues cannot be deleted", make => make.Tombstone(make.Topics.Venues, "v")),
        new("tombstone of an instrument", "TombstoneUnsupported", "margin.instruments", make => make.Tombstone(make.Topics.Instruments, "USD")),
        new("tombstone of a feed", "TombstoneUnsupported", "margin.oracle-prices", make => make.Tombstone(make.Topics.OraclePrices, "BTC-USD")),
        new("tombstone of a command", "TombstoneUnsupported", "margin.commands", make => make.Tombstone(make.Topics.Commands, "v")),
    ];

    private static BadRecord[] Definitions() =>
    [
        new("venue of an accrual that nobody knows", "TermsRefused", "accrual: expected accrual None, Linear or Compounded", make =>
            make.Of(SmallMarket.Venue with { Accrual = Accrual.Unknown })),
        new("venue of an unknown rule set", "TermsRefused", "ruleSet", make => make.Of(SmallMarket.Venue with { RuleSet = "portfolio" })),
        new("venue with an unknown parameter", "TermsRefused", "parameters.exitBufer: expected one of exitBuffer", make =>
            make.Of(SmallMarket.Venue with { Parameters = SmallMarket.Amounts(("exitBufer", 1)) })),
        new("venue with an exit buffer below zero", "TermsRefused", "exitBuffer >= 0, but it is -1", make =>
            make.Of(SmallMarket.Venue with { Parameters = SmallMarket.Amounts(("exitBuffer", -1)) })),
        new("venue redefined in a unit without sense", "TermsRefused", "numeraireExponent between -77 and 77", make =>
            make.Of(SmallMarket.Venue with { NumeraireExponent = 78 })),
        new("venue with a breaker", "TermsRefused", "breakerMovePpm = 0 (off): this guard is not enforced yet", make =>
            make.Of(SmallMarket.Venue with { BreakerMovePpm = 1 })),
        new("venue that would be blind", "TermsRefused", "maxPositionLagMs = 0 (off)", make => make.Of(SmallMarket.Venue with { MaxPositionLagMs = 1 })),
        new("venue with a warning line at maintenance", "TermsRefused", "bands[0]: expected a line above 1000000", make =>
            make.Of(SmallMarket.Venue with { Bands = [1_000_000] })),
        new("venue with warning lines that rise", "TermsRefused", "lines that fall, but 1500000 follows 1250000", make =>
            make.Of(SmallMarket.Venue with { Bands = [1_250_000, 1_500_000] })),
        new("venue with a hysteresis below zero", "TermsRefused", "bandHysteresisPpm between 0", make =>
            make.Of(SmallMarket.Venue with { BandHysteresisPpm = -1 })),
        new("venue of tomorrow", "TermsRefused", "effectiveAtMs", make => make.Of(SmallMarket.Venue with { EffectiveAtMs = BadRecords.TimestampMs + 1 })),
        new("venue with a colon", "NameInvalid", "venue", make => make.Of(SmallMarket.Venue with { Id = "v:1" })),
        new("instrument of an unknown venue", "UnknownVenue", "venue x is not defined", make => make.Of(Sol with { Venue = "x" })),
        new("instrument without a venue", "NameInvalid", "venue", make => make.Of(Sol with { Venue = "" })),
        new("instrument with a slash", "NameInvalid", "instrument", make => make.Of(Sol with { Id = "SOL/PERP" })),
        new("instrument with a slash in its feed", "NameInvalid", "feeds.mark", make => make.Of(Sol with { Feeds = SmallMarket.Names("mark", "SOL/USD") })),
        new("instrument of no kind", "TermsRefused", "expected kind Asset, Perpetual, Future or Option", make =>
            make.Of(Sol with { Kind = InstrumentKind.Unknown })),
        new("instrument of a kind that the rule set lacks", "TermsRefused", "expected kind Asset or Perpetual", make =>
            make.Of(Sol with { Kind = InstrumentKind.Future })),
        new("instrument of no side", "TermsRefused", "expected side Either, Deposit or Debt", make => make.Of(Sol with { Side = InstrumentSide.Unknown })),
        new("instrument without its table", "TermsRefused", "tables.bracketLowerBound", make =>
            make.Of(Sol with { Tables = new Dictionary<string, IReadOnlyList<BigInteger>>() })),
        new("instrument without its weight", "TermsRefused", "parameters.weightInitialPpm", make =>
            make.Of(SmallMarket.Ether with { Parameters = SmallMarket.Amounts() })),
        new("instrument redefined without a feed", "TermsRefused", "feeds", make =>
            make.Of(SmallMarket.Bitcoin with { Feeds = new Dictionary<string, string>() })),
        new("instrument with an unknown parameter", "TermsRefused", "parameters.leverage", make =>
            make.Of(Sol with { Parameters = SmallMarket.Amounts(("leverage", 5)) })),
        new("instrument of tomorrow", "TermsRefused", "effectiveAtMs", make => make.Of(Sol with { EffectiveAtMs = long.MaxValue })),
        new("instrument with an unknown guard", "TermsRefused", "oraclePolicy.maxAge", make =>
            make.Of(Sol with { OraclePolicy = SmallMarket.Amounts(("maxAge", 1)) })),
        new("instrument with a guard that nobody keeps", "TermsRefused", "expected maxAgeMs = 0 (off)", make =>
            make.Of(Sol with { OraclePolicy = SmallMarket.Amounts(("maxAgeMs", 1)) })),
        new("instrument with a margin of error without end", "TermsRefused", "marginOfErrorPpm <= 1000000000", make =>
            make.Of(Sol with { OraclePolicy = SmallMarket.Amounts(("marginOfErrorPpm", BigInteger.Pow(10, 75))) })),
    ];

    private static BadRecord[] Observations() =>
    [
        new("price of zero", "NotPositive", "must be above zero, but it is 0", make => make.Of(Price with { Value = 0 })),
        new("price below zero", "NotPositive", "must be above zero, but it is -1", make => make.Of(Price with { Value = -1 })),
        new("interest index of zero", "NotPositive", "DepositIndex must be above zero", make =>
            make.Of(Price with { Name = ObservationName.DepositIndex, Value = 0 })),
        new("price above its own upper end", "PriceBandInverted", "0 <= low <= value <= high", make => make.Of(Price with { High = 8_999 })),
        new("price with a confidence below zero", "PriceBandInverted", "confidence >= 0", make => make.Of(Price with { Confidence = -1 })),
        new("price without room for a margin of error", "PriceTooLong", "at most 66 digits", make => make.Of(Price with { Value = BigInteger.Pow(10, 66) })),
        new("price with such a confidence", "PriceTooLong", "at most 66 digits", make =>
            make.Of(Price with { Confidence = BigInteger.Pow(10, 76) - 1 })),
        new("interest index with a rate below zero", "RateInvalid", "they are 5 and [-1]", make =>
            make.Of(Price with { Name = ObservationName.DepositIndex, Value = 5, Vector = [-1] })),
        new("interest index with two rates", "RateInvalid", "they are 5 and [1, 2]", make =>
            make.Of(Price with { Name = ObservationName.BorrowIndex, Value = 5, Vector = [1, 2] })),
        new("price published before the last one", "OutOfOrder", "published at 989 ms comes after a later one", make =>
            make.Of(Price with { PublishedAtMs = 989 })),
        new("observation that nobody uses", "Unsupported", "observations of FundingRate are not used yet", make =>
            make.Of(Price with { Name = ObservationName.FundingRate })),
        new("observation of an unknown name", "Unsupported", "observations of Unknown are not used yet", make =>
            make.Of(Price with { Name = ObservationName.Unknown })),
        new("observation of a feed with a slash", "NameInvalid", "feed", make => make.Of(Price with { Feed = "BTC/USD" })),
        new("command to halt", "Unsupported", "command Halt: commands are not obeyed yet", make =>
            make.Of(new Command { Kind = CommandKind.Halt, Target = "v" })),
    ];
}
