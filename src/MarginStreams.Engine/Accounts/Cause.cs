namespace MarginStreams.Engine;

/// <summary>What a settling follows: a frame, or a record of the account.</summary>
internal readonly record struct Cause(bool IsRecord, HoldingCause Holding, bool IsTombstone)
{
    /// <summary>A frame.</summary>
    public static Cause Frame => default;

    /// <summary>A record.</summary>
    public static Cause Record(HoldingCause holding, bool tombstone) => new(true, holding, tombstone);
}
