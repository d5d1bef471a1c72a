using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Explaining;

/// <summary>A decision of a run, made again, with everything it came from.</summary>
/// <param name="Explanation">The arithmetic.</param>
/// <param name="State">The account's state after it.</param>
/// <param name="Trigger">The trigger it led to; null where a frame was asked for.</param>
/// <param name="Inputs">The records that decided: position, frame, observations.</param>
/// <param name="Positions">The latest record of each holding, and of the account's attributes.</param>
/// <param name="Observations">The observations behind the prices.</param>
public sealed record Decision(
    AccountExplanation Explanation,
    AccountState State,
    LiquidationTrigger? Trigger,
    TriggerInputs Inputs,
    IReadOnlyList<LogRecord> Positions,
    IReadOnlyList<LogRecord> Observations);
