using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>Sees the intermediate figures of a contribution. As a struct type parameter it costs nothing when it does nothing.</summary>
public interface ILinearTrace<T>
    where T : IBinaryInteger<T>
{
    /// <summary>An asset: contribution = floor(size x factor).</summary>
    void Asset(LinearLine line, T size, LinearFraction<T> factor, T contribution);

    /// <summary>A perpetual on the equity line: contribution = floor(gain / divisor).</summary>
    void Gain(LinearLine line, T size, T price, T gain, T contribution);

    /// <summary>A perpetual: contribution = floor((weighted gain - requirement) / denominator).</summary>
    void Perpetual(
        LinearLine line, T size, T price, T gain, T weighted, T notional, int bracket, T requirement, T contribution);
}

/// <summary>The trace that looks away.</summary>
public readonly struct NoLinearTrace<T> : ILinearTrace<T>
    where T : IBinaryInteger<T>
{
    /// <inheritdoc/>
    public void Asset(LinearLine line, T size, LinearFraction<T> factor, T contribution)
    {
    }

    /// <inheritdoc/>
    public void Gain(LinearLine line, T size, T price, T gain, T contribution)
    {
    }

    /// <inheritdoc/>
    public void Perpetual(
        LinearLine line, T size, T price, T gain, T weighted, T notional, int bracket, T requirement, T contribution)
    {
    }
}
