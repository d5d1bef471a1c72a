using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>A sum of integers of any length, at the price of 128 bits while its terms are narrow.</summary>
internal struct WideSum
{
    private static readonly Int128 Full = (Int128)1 << 126;
    private Int128 _narrow;
    private BigInteger _wide;

    /// <summary>The sum.</summary>
    public readonly BigInteger Total => _wide + (BigInteger)_narrow;

    /// <summary>Adds a term from zero to 2^126.</summary>
    public void Add(Int128 term)
    {
        _narrow += term;
        if (_narrow >= Full)
        {
            _wide += (BigInteger)_narrow;
            _narrow = 0;
        }
    }

    /// <summary>Adds a term of any length.</summary>
    public void Add(BigInteger term) => _wide += term;
}
