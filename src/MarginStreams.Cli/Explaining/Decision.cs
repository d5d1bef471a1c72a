using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Explaining;

/// <summary>A decision of a run, made again, with everything it came from.</summary>
/// <param name="Account">The account.</param>
/// <param name="Trigger">The trigger it led to; null where a frame was asked for.</param>
/// <param name="State">The account's state after it; null when the account was gone by then.</param>
/// <param name="WhyNot">Why the account could not be judged; null when it was.</param>
/// <param name="Judged">The judgement; where there was none, the account's latest one before; null when it was never judged.</param>
/// <param name="Positions">The latest record of each holding and of the account's attributes, and what took back those that are gone.</param>
/// <param name="Observations">The observations behind the prices.</param>
public sealed record Decision(
    string Account,
    LiquidationTrigger? Trigger,
    AccountState? State,
    string? WhyNot,
    JudgedMoment? Judged,
    IReadOnlyList<SourceRecord> Positions,
    IReadOnlyList<SourceRecord> Observations);

/// <summary>A moment at which an account was judged.</summary>
/// <param name="Explanation">The arithmetic.</param>
/// <param name="Inputs">The records it came from: position, frame, observations.</param>
public sealed record JudgedMoment(AccountExplanation Explanation, TriggerInputs Inputs);

/// <summary>A record of the log, and where it stands in the recording.</summary>
/// <param name="Record">The record.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourceRecord(LogRecord Record, string File, long Line);
