namespace MarginStreams.Contracts;

/// <summary>Who decides for a venue: our engine, or the protocol that we mirror.</summary>
public enum VenueRole { Unknown, Authority, Mirror }

/// <summary>How interest accrues between updates of an index.</summary>
public enum Accrual { Unknown, None, Linear, Compounded }

/// <summary>What an instrument is.</summary>
public enum InstrumentKind { Unknown, Asset, Perpetual, Future, Option }

/// <summary>Which sign a holding of an instrument may have.</summary>
public enum InstrumentSide { Unknown, Either, Deposit, Debt }

/// <summary>The right an option gives.</summary>
public enum OptionRight { Unknown, Call, Put }

/// <summary>Why a position changed.</summary>
public enum PositionCause { Unknown, Trade, Transfer, Liquidation, Adl, Settlement, Reorg }

/// <summary>How settled a block is.</summary>
public enum Finality { Unknown, Pending, Safe, Finalized }

/// <summary>What an observation measures.</summary>
public enum ObservationName
{
    Unknown, Price, FundingRate, FundingIndex, BorrowIndex, DepositIndex, ImpliedVolatility, OpenInterest, Depth, Sequencer,
}

/// <summary>What an operator asks for.</summary>
public enum CommandKind { Unknown, Halt, Resume, Approve }

/// <summary>How far the price of an instrument may be used.</summary>
public enum PriceStatus { Unknown, Live, Uncertain, Stale, Closed, Halted }

/// <summary>Whether a venue's liquidations run.</summary>
public enum VenueState { Unknown, Live, Paused, Grace, Blind }

/// <summary>One step in the life of an episode.</summary>
public enum TriggerEvent { Unknown, Predicted, Opened, Updated, Escalated, Held, Closed }

/// <summary>Why a trigger was emitted.</summary>
public enum TriggerReason
{
    Unknown, BelowMaintenance, HoldingChanged, Expiry, Bankrupt, Backstop, NotJudgeable, Paused, Blind, Resumed,
    Recovered, Liquidated, Removed, Reorged, Parameters, BadDebt,
}

/// <summary>Where an account stands between healthy and bankrupt.</summary>
public enum AccountBand { Unknown, Healthy, Warning, Liquidatable, Bankrupt, BadDebt }

/// <summary>What a bot may do with one holding of a liquidatable account.</summary>
public enum AdviceAction { Unknown, Close, Repay, Seize }
