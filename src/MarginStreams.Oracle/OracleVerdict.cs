namespace MarginStreams.Oracle;

/// <summary>Why the oracle refuses an input.</summary>
public enum OracleReject
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>A venue's or an instrument's terms break a condition of the rule set.</summary>
    TermsRefused,

    /// <summary>An instrument names a venue that nobody defined.</summary>
    UnknownVenue,

    /// <summary>A price or an interest index is zero or negative.</summary>
    NotPositive,

    /// <summary>Not low &lt;= value &lt;= high, a negative low, or a negative confidence.</summary>
    PriceBandInverted,

    /// <summary>A price, one of its ends or its confidence has more digits than leave room for a margin of error.</summary>
    PriceTooLong,

    /// <summary>The rate of an interest index is negative, not one number, or so long that its interest might outgrow an amount.</summary>
    RateInvalid,

    /// <summary>The source published it before one that was taken already.</summary>
    OutOfOrder,
}

/// <summary>The oracle's answer to an input.</summary>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Message">What was expected, for a person.</param>
public readonly record struct OracleVerdict(OracleReject Reason, string Message)
{
    /// <summary>It was taken.</summary>
    public static OracleVerdict Taken => new(OracleReject.None, "");
}
