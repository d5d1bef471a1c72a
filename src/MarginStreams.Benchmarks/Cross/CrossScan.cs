using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// The exact scan that the engine is held against: for each market its holders in order of account, side by side in memory, and the surplus of every account in
/// 64 bits, moved at a tick for each holder of the market. It only tells who fell below zero; figures of them, and steps, it does not work out.
/// </summary>
internal sealed class CrossScan
{
    private const long Gone = 1L << 62;
    private const long SurplusMax = 1L << 61;
    private const int GoneShare = 64;
    private readonly CrossPopulation _population;
    private readonly long[][] _coefficients = new long[CrossMarkets.Count][];
    private readonly int[][] _accounts = new int[CrossMarkets.Count][];
    private readonly int[] _holders = new int[CrossMarkets.Count];
    private readonly int[] _gone = new int[CrossMarkets.Count];
    private readonly long[] _surplus;
    private readonly long[] _prices;
    private readonly int[] _found;

    /// <summary>The scan of a population at the prices of its start.</summary>
    public CrossScan(CrossPopulation population)
    {
        _population = population;
        _prices = [.. population.Markets.Price];
        _surplus = GC.AllocateArray<long>(population.Count, pinned: true);
        _found = new int[population.Count];
        for (int account = 0; account < population.Count; account++)
        {
            CrossAccount drawn = population.Account(account);
            for (int i = 0; i < drawn.Count; i++)
            {
                _holders[drawn.Market[i]]++;
            }
        }

        for (int market = 0; market < CrossMarkets.Count; market++)
        {
            _coefficients[market] = GC.AllocateArray<long>(_holders[market], pinned: true);
            _accounts[market] = GC.AllocateArray<int>(_holders[market], pinned: true);
        }

        Array.Clear(_holders);
        for (int account = 0; account < population.Count; account++)
        {
            Add(account, population.Account(account));
        }
    }

    /// <summary>Holders of a market.</summary>
    public int Holders(int market) => _holders[market];

    /// <summary>Moves a price; who fell below zero, in order of account.</summary>
    public ReadOnlySpan<int> Tick(int market, long price)
    {
        long move = price - _prices[market];
        _prices[market] = price;
        int count = Move(_coefficients[market].AsSpan(0, _holders[market]), _accounts[market], _surplus, move, _found);
        return _found.AsSpan(0, count);
    }

    /// <summary>Takes an account out. Markets are made shorter when enough of their holders are gone.</summary>
    public void Remove(int account)
    {
        _surplus[account] = Gone;
        CrossAccount drawn = _population.Account(account);
        for (int i = 0; i < drawn.Count; i++)
        {
            int market = drawn.Market[i];
            if (GoneShare * ++_gone[market] > _holders[market])
            {
                Shorten(market);
            }
        }
    }

    private void Add(int account, CrossAccount drawn)
    {
        for (int i = 0; i < drawn.Count; i++)
        {
            int market = drawn.Market[i];
            int place = _holders[market]++;
            _accounts[market][place] = account;
            _coefficients[market][place] = _population.Markets.Coefficient(market, drawn.Size[i]);
        }

        _surplus[account] = drawn.Equity - drawn.Maintenance;
        if (_surplus[account] > SurplusMax)
        {
            throw new InvalidOperationException($"the surplus of account {account} does not fit the scan");
        }
    }

    private void Shorten(int market)
    {
        int kept = 0;
        for (int i = 0; i < _holders[market]; i++)
        {
            int account = _accounts[market][i];
            if (_surplus[account] < SurplusMax)
            {
                _accounts[market][kept] = account;
                _coefficients[market][kept++] = _coefficients[market][i];
            }
        }

        (_holders[market], _gone[market]) = (kept, 0);
    }

    /// <summary>Products are worked out eight at a time; sums go to their accounts one by one, with one look at the signs of all eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Move(ReadOnlySpan<long> coefficients, ReadOnlySpan<int> accounts, Span<long> surplus, long move, Span<int> found)
    {
        ref long coefficient = ref MemoryMarshal.GetReference(coefficients);
        ref int account = ref MemoryMarshal.GetReference(accounts);
        ref long sums = ref MemoryMarshal.GetReference(surplus);
        int count = 0, i = 0;
        for (; i <= coefficients.Length - 8; i += 8)
        {
            ref int eight = ref Unsafe.Add(ref account, i);
            Products(ref Unsafe.Add(ref coefficient, i), move, out Vector256<long> low, out Vector256<long> high);
            long signs = Add(ref sums, eight, low[0])
                | Add(ref sums, Unsafe.Add(ref eight, 1), low[1])
                | Add(ref sums, Unsafe.Add(ref eight, 2), low[2])
                | Add(ref sums, Unsafe.Add(ref eight, 3), low[3])
                | Add(ref sums, Unsafe.Add(ref eight, 4), high[0])
                | Add(ref sums, Unsafe.Add(ref eight, 5), high[1])
                | Add(ref sums, Unsafe.Add(ref eight, 6), high[2])
                | Add(ref sums, Unsafe.Add(ref eight, 7), high[3]);
            for (int at = 0; signs < 0 && at < 8; at++)
            {
                if (Unsafe.Add(ref sums, Unsafe.Add(ref eight, at)) < 0)
                {
                    found[count++] = Unsafe.Add(ref eight, at);
                }
            }
        }

        for (; i < coefficients.Length; i++)
        {
            int one = Unsafe.Add(ref account, i);
            if (Add(ref sums, one, unchecked(Unsafe.Add(ref coefficient, i) * move)) < 0)
            {
                found[count++] = one;
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Products(ref long coefficient, long move, out Vector256<long> low, out Vector256<long> high)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<long> all = Vector512.LoadUnsafe(ref coefficient) * move;
            (low, high) = (all.GetLower(), all.GetUpper());
        }
        else
        {
            low = Vector256.LoadUnsafe(ref coefficient) * move;
            high = Vector256.LoadUnsafe(ref coefficient, 4) * move;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Add(ref long sums, int account, long change) => Unsafe.Add(ref sums, account) = unchecked(Unsafe.Add(ref sums, account) + change);
}
