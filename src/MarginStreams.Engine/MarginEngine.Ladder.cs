using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>What becomes liquidatable as the price of one instrument moves.</content>
public sealed partial class MarginEngine
{
    /// <inheritdoc/>
    public MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices)
    {
        if (_market.Find(instrument) is not { Rules: { } rules, Market: not null } slot)
        {
            return null;
        }

        BigInteger longs = 0, shorts = 0;
        var steps = new LadderStep[prices.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            MarketValues values = slot.Values with { Price = prices[i], PriceLow = prices[i], PriceHigh = prices[i] };
            steps[i] = new LadderStep(prices[i], rules.At(values)!, values);
        }

        foreach (FactorSide side in slot.Sides)
        {
            Array.ForEach(steps, step => step.Enter(side));
            for (int chunk = 0; chunk < side.Falling.ChunkCount; chunk++)
            {
                ReadOnlySpan<int> owners = side.Falling.Owners(chunk);
                ReadOnlySpan<long> boundaries = side.Falling.Boundaries(chunk);
                for (int i = 0; i < owners.Length; i++)
                {
                    if (owners[i] >= 0)
                    {
                        Add(owners[i], boundaries[i]);
                    }
                }
            }
        }

        // Who has no slot here is in no index: holders of what has no factor, and whoever awaits or was restored and was not looked at yet.
        Array.ForEach(steps, step => step.Enter(slot.Side(0, isShort: false)));
        foreach (int account in Numbers().Where(account => HoldsWithoutSlot(account, slot)))
        {
            Add(account, FactorSide.Never);
        }

        return new(instrument, longs, shorts, [.. steps.Select(step => new RiskStep(step.Price, step.Isolated, step.Cross))]);

        void Add(int account, long boundary)
        {
            BigInteger size = SizeOf(account, slot);
            longs += BigInteger.Max(size, 0);
            shorts += BigInteger.Max(-size, 0);
            AddTo(steps, account, boundary, slot, size);
        }
    }

    private bool HoldsWithoutSlot(int account, InstrumentSlot instrument)
    {
        ref AccountRow row = ref _accounts.Row(account);
        int place = _accounts.PlaceOf(row, instrument.Index);
        return place >= 0 && PackedHolding.Slot(_accounts.Holdings(row)[place]) == PackedHolding.NoSlot;
    }

    private BigInteger SizeOf(int account, InstrumentSlot instrument)
    {
        ref AccountRow row = ref _accounts.Row(account);
        return _accounts.Read(_accounts.Holdings(row), _accounts.PlaceOf(row, instrument.Index)).Size;
    }

    /// <summary>While the principal stays above the holder's boundary nothing happens to it, so most steps ask nobody anything.</summary>
    private void AddTo(LadderStep[] steps, int account, long boundary, InstrumentSlot instrument, BigInteger size)
    {
        ref AccountRow row = ref _accounts.Row(account);
        if (row.Band != (byte)AccountBand.Healthy + 1 || row.Has(AccountFlags.Awaits))
        {
            return;
        }

        foreach (LadderStep step in steps)
        {
            if (step.Crosses(boundary) && _judge.JudgeAt(account, step.Market) is { IsLiquidatable: true })
            {
                step.Add(IsIsolated(row, instrument), size);
            }
        }
    }

    private bool IsIsolated(in AccountRow row, InstrumentSlot instrument)
    {
        ReadOnlySpan<long> words = _accounts.Holdings(row);
        bool isolated = true;
        for (int place = 0; place < words.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])))
        {
            InstrumentSlot held = _market.InstrumentAt(PackedHolding.Instrument(words[place]));
            isolated &= ReferenceEquals(held, instrument) || held.Rules is { IsFixed: true };
        }

        return isolated;
    }

    /// <summary>One price of the ladder.</summary>
    private sealed class LadderStep(BigInteger price, InstrumentMarket market, MarketValues values)
    {
        private FactorSide? _side;
        private long _principal;
        private bool _isKnown;

        public BigInteger Price => price;

        public InstrumentMarket Market => market;

        public BigInteger Isolated { get; private set; }

        public BigInteger Cross { get; private set; }

        /// <summary>The boundaries that follow are those of a side.</summary>
        public void Enter(FactorSide side)
        {
            _side = side;
            _isKnown = side.IsUsable && side.Screen!.IsStraight && side.Screen.TryPrincipal(values, out _principal);
        }

        /// <summary>Whether a boundary says nothing of this price. Only a straight screen's principal tells all of it.</summary>
        public bool Crosses(long boundary) => !_isKnown || boundary > _principal;

        public void Add(bool isolated, BigInteger size)
        {
            BigInteger notional = Notional.Of(_side!.Instrument, size, price);
            Isolated += isolated ? notional : BigInteger.Zero;
            Cross += isolated ? BigInteger.Zero : notional;
        }
    }
}
