using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>An instrument of <c>linear</c> at one frame; its factors in each lane are prepared when somebody asks.</summary>
public sealed class LinearMarket : InstrumentMarket
{
    private readonly LinearInstrument _instrument;
    private LinearFactors<BigInteger>? _wide;
    private LinearFactors<Int128>? _narrow;
    private bool _isNarrowPrepared;

    internal LinearMarket(LinearInstrument instrument, MarketValues values, bool isPriced)
        : base(instrument, values, isPriced) => _instrument = instrument;

    /// <summary>The factors in a lane; null where they do not fit it.</summary>
    internal LinearFactors<T>? In<T>()
        where T : IBinaryInteger<T> =>
        typeof(T) == typeof(BigInteger) ? (LinearFactors<T>)(object)Wide() : (LinearFactors<T>?)(object?)Narrow();

    private LinearFactors<BigInteger> Wide() => _wide ??= LinearFactors<BigInteger>.Create(_instrument, Values)!;

    private LinearFactors<Int128>? Narrow()
    {
        if (!_isNarrowPrepared)
        {
            _narrow = LinearFactors<Int128>.Create(_instrument, Values);
            _isNarrowPrepared = true;
        }

        return _narrow;
    }
}
