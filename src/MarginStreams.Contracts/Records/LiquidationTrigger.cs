using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>One event of a liquidation episode. Topic <c>liquidation-triggers</c>, key <c>account</c>.</summary>
public sealed record LiquidationTrigger
{
    /// <summary>Hex of a hash of account, episode and sequence.</summary>
    public string TriggerId { get; set; } = "";

    public string Account { get; set; } = "";
    public string Venue { get; set; } = "";
    public Episode Episode { get; set; } = new();

    /// <summary>0, 1, 2, … within the episode.</summary>
    public int Sequence { get; set; }

    public TriggerEvent Event { get; set; }
    public TriggerReason Reason { get; set; }
    public long Frame { get; set; }
    public long StreamTimeMs { get; set; }
    public string RuleSet { get; set; } = "";
    public int RuleSetVersion { get; set; }
    public BigInteger Equity { get; set; }
    public BigInteger InitialRequirement { get; set; }
    public BigInteger MaintenanceRequirement { get; set; }

    /// <summary>Equity less maintenance requirement.</summary>
    public BigInteger Surplus { get; set; }

    /// <summary>Health factor as the protocol computes it, 18 decimals; none where the rule set has none.</summary>
    public BigInteger? HealthFactorWad { get; set; }

    public IReadOnlyList<TriggerHolding> Holdings { get; set; } = [];
    public TriggerInputs Inputs { get; set; } = new();
    public TriggerAdvice Advice { get; set; } = new();

    /// <summary>When the advice ends to hold; 0 means with the next event of the episode.</summary>
    public long ExpiresAtMs { get; set; }
}

/// <summary>Identity of an episode: where the account stood when it opened.</summary>
public sealed record Episode
{
    public int Partition { get; set; }
    public long Frame { get; set; }

    /// <summary>Offset of the account's latest position record at the opening.</summary>
    public long PositionOffset { get; set; }
}

/// <summary>What one holding contributes.</summary>
public sealed record TriggerHolding
{
    public string Instrument { get; set; } = "";
    public BigInteger Size { get; set; }

    /// <summary>The price used, in the instrument's price unit; none when it has none.</summary>
    public BigInteger? Price { get; set; }

    /// <summary>Contribution to equity.</summary>
    public BigInteger Value { get; set; }

    /// <summary>Contribution to the initial surplus.</summary>
    public BigInteger InitialContribution { get; set; }

    /// <summary>Contribution to the maintenance surplus.</summary>
    public BigInteger Contribution { get; set; }
}

/// <summary>The records that a decision came from.</summary>
public sealed record TriggerInputs
{
    public int PositionPartition { get; set; }
    public long PositionOffset { get; set; }
    public long FrameOffset { get; set; }
    public IReadOnlyList<TriggerSource> Sources { get; set; } = [];
}

/// <summary>The observation behind one price.</summary>
public sealed record TriggerSource
{
    public string Instrument { get; set; } = "";
    public string Source { get; set; } = "";
    public BigInteger Round { get; set; }
    public int Partition { get; set; } = -1;
    public long Offset { get; set; } = -1;
}

/// <summary>What a bot can do about it.</summary>
public sealed record TriggerAdvice
{
    /// <summary>What the account owes beyond its assets: the larger of zero and minus equity.</summary>
    public BigInteger Shortfall { get; set; }

    public IReadOnlyList<AdviceOption> Options { get; set; } = [];
}

/// <summary>One holding that may be closed, repaid or seized.</summary>
public sealed record AdviceOption
{
    public AdviceAction Action { get; set; }
    public string Instrument { get; set; } = "";
    public string OnChainId { get; set; } = "";

    /// <summary>The most that may be closed, repaid or seized, in the instrument's size unit.</summary>
    public BigInteger SizeMax { get; set; }

    /// <summary>Fee or bonus to the liquidator, ppm of notional.</summary>
    public long FeePpm { get; set; }

    /// <summary>The least that puts the account at its exit line, in the instrument's size unit; none when no amount does, or it is not known.</summary>
    public BigInteger? SizeToExit { get; set; }

    /// <summary>Of <see cref="AdviceAction.Seize"/>: id of the instrument whose debt is repaid for it; empty otherwise.</summary>
    public string RepaidInstrument { get; set; } = "";

    /// <summary>Of <see cref="AdviceAction.Seize"/>: how much of that debt is repaid for <see cref="SizeMax"/>, in its size unit.</summary>
    public BigInteger RepaidSize { get; set; }

    /// <summary>What the liquidator receives for <see cref="SizeMax"/> where sizes are shares of a pool, smallest token unit; none otherwise.</summary>
    public BigInteger? SeizedTokens { get; set; }

    /// <summary>What the liquidator repays for it, likewise, rounded as the pool does.</summary>
    public BigInteger? RepaidTokens { get; set; }

    /// <summary>What the protocol keeps of what is seized, likewise.</summary>
    public BigInteger? ProtocolFeeTokens { get; set; }
}
