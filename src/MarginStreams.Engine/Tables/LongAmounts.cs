using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>Amounts beyond 120 bits, by number; a freed number is used again.</summary>
internal sealed class LongAmounts
{
    private readonly List<BigInteger> _amounts = [];
    private readonly Stack<int> _free = new();

    /// <summary>The amount of a number.</summary>
    public BigInteger this[long number] => _amounts[(int)number];

    /// <summary>Keeps an amount.</summary>
    public long Add(BigInteger amount)
    {
        if (_free.TryPop(out int number))
        {
            _amounts[number] = amount;
            return number;
        }

        _amounts.Add(amount);
        return _amounts.Count - 1;
    }

    /// <summary>Gives a number back.</summary>
    public void Free(long number)
    {
        _amounts[(int)number] = BigInteger.Zero;
        _free.Push((int)number);
    }
}
