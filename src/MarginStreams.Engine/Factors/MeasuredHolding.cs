namespace MarginStreams.Engine;

/// <summary>A holding of the account that is being measured.</summary>
internal struct MeasuredHolding
{
    /// <summary>Its side; null where nothing of it can move.</summary>
    public FactorSide? Side;

    /// <summary>Where it begins in the account's words.</summary>
    public int Place;

    /// <summary>Its slot, or none.</summary>
    public int Slot;

    /// <summary>|size| in the screen's unit, rounded up: what moves with the factor.</summary>
    public long Magnitude;

    /// <summary>Weight in the split of the slack, as a logarithm: see <see cref="SplitWeights"/>.</summary>
    public int WeightLog;

    /// <summary>The same against the largest of the account.</summary>
    public long Weight;

    /// <summary>Whether the account cannot be judged because of it, whatever else moves.</summary>
    public bool IsBlocking;
}
