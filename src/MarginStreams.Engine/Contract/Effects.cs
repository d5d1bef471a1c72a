using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>Identity of an episode: where the account stood when it opened.</summary>
/// <param name="Partition">Partition of positions.</param>
/// <param name="Frame">Number of the latest frame.</param>
/// <param name="PositionOffset">Offset of the account's latest record.</param>
public readonly record struct EpisodeId(int Partition, long Frame, long PositionOffset);

/// <summary>A step in the life of an episode.</summary>
public enum EpisodeEvent
{
    /// <summary>The account fell below maintenance.</summary>
    Opened,

    /// <summary>A holding changed, or the advice was about to expire.</summary>
    Updated,

    /// <summary>It became worse in kind.</summary>
    Escalated,

    /// <summary>It can not be judged for now.</summary>
    Held,

    /// <summary>It is over.</summary>
    Closed,
}

/// <summary>Why a step was taken.</summary>
public enum EpisodeReason
{
    /// <summary>Opened: surplus over maintenance is below zero.</summary>
    BelowMaintenance,

    /// <summary>Updated: a record of the account came.</summary>
    HoldingChanged,

    /// <summary>Updated: the advice was about to expire.</summary>
    Expiry,

    /// <summary>Updated: it can be judged again, and is still not out.</summary>
    Resumed,

    /// <summary>Escalated: equity is below zero.</summary>
    Bankrupt,

    /// <summary>Held: a price is missing or the arithmetic refused.</summary>
    NotJudgeable,

    /// <summary>Closed: the surplus reached the exit line.</summary>
    Recovered,

    /// <summary>Closed: by a liquidation or auto-deleveraging.</summary>
    Liquidated,

    /// <summary>Closed: the account has no holding left.</summary>
    Removed,

    /// <summary>Closed: a reorganisation took back what had opened it.</summary>
    Reorged,

    /// <summary>Closed: a change of terms put it above the line.</summary>
    Parameters,

    /// <summary>Closed: equity is below zero and nothing is left to close or seize.</summary>
    BadDebt,
}

/// <summary>Where an account stands.</summary>
public enum AccountBand
{
    /// <summary>Can not be judged.</summary>
    Unknown,

    /// <summary>Above maintenance, and in no episode.</summary>
    Healthy,

    /// <summary>In an episode, equity not below zero.</summary>
    Liquidatable,

    /// <summary>In an episode, equity below zero.</summary>
    Bankrupt,

    /// <summary>Equity below zero and nothing left to close: written off.</summary>
    BadDebt,
}

/// <summary>One step of an episode, with everything it rests on.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Episode">The episode.</param>
/// <param name="Sequence">0, 1, 2, … within the episode.</param>
/// <param name="Event">The step.</param>
/// <param name="Reason">Why.</param>
/// <param name="Frame">Number of the latest frame.</param>
/// <param name="StreamTimeMs">Its stream-time.</param>
/// <param name="PositionOffset">Offset of the account's latest record.</param>
/// <param name="Assessment">The figures; null when it could not be judged or has no holding.</param>
/// <param name="ExpiresAtMs">When the advice ends to hold; 0 is never.</param>
public sealed record EpisodeStep(
    string Account,
    EpisodeId Episode,
    int Sequence,
    EpisodeEvent Event,
    EpisodeReason Reason,
    long Frame,
    long StreamTimeMs,
    long PositionOffset,
    Assessment? Assessment,
    long ExpiresAtMs);

/// <summary>An account's band changed, or the warning line that it is below.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Band">The new band; null when the account is gone.</param>
/// <param name="WarningPpm">The warning line that it is below, ppm; 0 is none.</param>
/// <param name="Frame">Number of the latest frame.</param>
/// <param name="StreamTimeMs">Its stream-time.</param>
/// <param name="PositionOffset">Offset of the account's latest record.</param>
/// <param name="Assessment">The figures; null when it could not be judged.</param>
/// <param name="Error">Why it could not be judged; empty when it was.</param>
public sealed record StatusChange(
    string Account,
    AccountBand? Band,
    long WarningPpm,
    long Frame,
    long StreamTimeMs,
    long PositionOffset,
    Assessment? Assessment,
    string Error);
