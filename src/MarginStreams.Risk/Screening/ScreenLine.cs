namespace MarginStreams.Risk;

/// <summary>A straight line in the magnitude of a size, in the units of a screen.</summary>
internal struct ScreenLine
{
    /// <summary>Money of one unit of magnitude, times 2^<see cref="Screen.Shift"/>, not above the exact one.</summary>
    public long Slope;

    /// <summary>Money at magnitude zero, not above the exact one.</summary>
    public long Constant;

    /// <summary>How much the slope moves when the principal moves by 2^<see cref="Screen.GradientBits"/>, never negative.</summary>
    public long Gradient;

    /// <summary>Weight of cost and settled funding, ppm.</summary>
    public long WeightPpm;
}
