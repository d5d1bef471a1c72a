namespace MarginStreams.Engine;

/// <summary>Which kernel an index uses.</summary>
internal enum VectorWidth
{
    /// <summary>One boundary at a time.</summary>
    Scalar,

    /// <summary>Four.</summary>
    Bits256,

    /// <summary>Eight.</summary>
    Bits512,
}
