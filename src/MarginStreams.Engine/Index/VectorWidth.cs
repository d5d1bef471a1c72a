namespace MarginStreams.Engine;

/// <summary>How many boundaries one instruction of a block kernel takes.</summary>
internal enum VectorWidth
{
    /// <summary>One.</summary>
    Scalar,

    /// <summary>Four.</summary>
    Bits256,

    /// <summary>Eight.</summary>
    Bits512,
}
