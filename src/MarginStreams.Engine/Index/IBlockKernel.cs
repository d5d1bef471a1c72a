namespace MarginStreams.Engine;

/// <summary>
/// What the index asks of a block, which is 64 entries side by side. There is a kernel for each width of vectors, all with the same results: a loop over 512
/// bits is ten times slower than one over 256 where the hardware lacks it.
/// </summary>
internal interface IBlockKernel
{
    /// <summary>The largest entry.</summary>
    static abstract long Max(ref long block);

    /// <summary>
    /// Bit i of the result tells whether entry i is above x; the maximum of the others is <paramref name="rest"/>, long.MinValue if there are none.
    /// </summary>
    static abstract ulong Above(ref long block, long x, out long rest);

    /// <summary>Bit i of the result tells whether entry i has the value.</summary>
    static abstract ulong Equal(ref long block, long value);
}
