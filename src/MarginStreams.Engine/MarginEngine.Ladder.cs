using System.Numerics;

namespace MarginStreams.Engine;

/// <content>What becomes liquidatable as the price of one instrument moves.</content>
public sealed partial class MarginEngine
{
    /// <summary>How many holders the ladders took since the start: each in every ladder of what it holds.</summary>
    public long LadderHolderCount { get; private set; }

    /// <summary>How often the ladders asked the exact rule since the start, since bounds left a doubt.</summary>
    public long LadderExactCount { get; private set; }

    /// <inheritdoc/>
    public MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        if (_market.Find(instrument) is not { Rules: not null, Market: not null } slot)
        {
            return null;
        }

        LadderStep[] steps = [.. prices.Select(price => new LadderStep(slot, price))];
        LadderStep[] rising = [.. steps.OrderBy(step => step.Price)];
        var walk = new LadderWalk(_accounts, _market, _judge, slot);
        if (slot.HasFactor)
        {
            foreach (FactorSide side in slot.Sides)
            {
                TakeHolders(walk, side, rising);
            }
        }
        else
        {
            TakeHolders(walk, slot, rising);
        }

        LadderHolderCount += walk.HolderCount;
        LadderExactCount += walk.ExactCount;
        return new(instrument, walk.Longs, walk.Shorts, [.. steps.Select(step => step.Result)]);
    }

    /// <summary>Every holder of what has a factor has a slot in the index of its side.</summary>
    private static void TakeHolders(LadderWalk walk, FactorSide side, LadderStep[] rising)
    {
        if (side.Falling.Count == 0)
        {
            return;
        }

        var along = new LadderSide(side, rising);
        for (int chunk = 0; chunk < side.Falling.ChunkCount; chunk++)
        {
            ReadOnlySpan<int> owners = side.Falling.Owners(chunk);
            ReadOnlySpan<long> boundaries = side.Falling.Boundaries(chunk);
            for (int i = 0; i < owners.Length; i++)
            {
                if (owners[i] >= 0)
                {
                    walk.Take(owners[i], along, boundaries[i]);
                }
            }
        }
    }

    /// <summary>What has no factor has no index: its holders are found among all accounts.</summary>
    private void TakeHolders(LadderWalk walk, InstrumentSlot instrument, LadderStep[] rising)
    {
        var sides = new Dictionary<FactorSide, LadderSide>();
        foreach (int account in Numbers())
        {
            ref AccountRow row = ref _accounts.Row(account);
            int place = _accounts.PlaceOf(row, instrument.Index);
            if (place >= 0)
            {
                FactorSide side = instrument.Side(row.MarginClass, _accounts.IsShort(row, place));
                if (!sides.TryGetValue(side, out LadderSide? along))
                {
                    sides[side] = along = new LadderSide(side, rising);
                }

                walk.Take(account, along, FactorSide.Always);
            }
        }
    }
}
