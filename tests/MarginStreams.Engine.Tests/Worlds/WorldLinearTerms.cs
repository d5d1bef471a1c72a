using System.Numerics;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine.Tests;

/// <summary>Parameters and tables of instruments under <c>linear</c>, by chance.</summary>
internal sealed class WorldLinearTerms(WorldNumbers numbers, Random random)
{
    private static readonly int[] Steps = [0, 0, 10_000, 50_000, 100_000, 333_333];

    public void Fill(Dictionary<string, BigInteger> parameters, Dictionary<string, IReadOnlyList<BigInteger>> tables, string instrument)
    {
        if (WorldTerms.IsPerpetual(instrument))
        {
            Perpetual(parameters, tables);
        }
        else
        {
            Asset(parameters, required: !WorldTerms.IsNumeraire(instrument));
        }
    }

    private void Asset(Dictionary<string, BigInteger> parameters, bool required)
    {
        if (required || numbers.Chance(3))
        {
            int maintenance = 1_000_000 - Step();
            parameters[LinearNames.WeightMaintenance] = maintenance;
            parameters[LinearNames.WeightInitial] = maintenance - Step();
        }

        if (numbers.Chance(2))
        {
            int maintenance = 1_000_000 + Step();
            parameters[LinearNames.LiabilityWeightMaintenance] = maintenance;
            parameters[LinearNames.LiabilityWeightInitial] = maintenance + Step();
        }
    }

    private void Perpetual(Dictionary<string, BigInteger> parameters, Dictionary<string, IReadOnlyList<BigInteger>> tables)
    {
        List<BigInteger> bounds = [BigInteger.Zero], initial = [Step()], maintenance = [BigInteger.Zero];
        maintenance[0] = BigInteger.Min(initial[0], Step());
        while (bounds.Count < 4 && numbers.Chance(2))
        {
            bounds.Add(numbers.BoundAbove(bounds[^1]));
            maintenance.Add(maintenance[^1] + Step() / 4);
            initial.Add(BigInteger.Max(initial[^1], maintenance[^1]) + Step() / 4);
        }

        tables[LinearNames.BracketLowerBound] = bounds;
        tables[LinearNames.BracketInitial] = initial;
        tables[LinearNames.BracketMaintenance] = maintenance;
        int fee = numbers.Chance(2) ? random.Next(0, 20_000) : 0;
        parameters[LinearNames.LiquidationFee] = fee;
        if (numbers.Chance(2))
        {
            int least = (int)initial[^1] + fee + 1;
            parameters[LinearNames.GainWeight] = random.Next(least, 1_000_001);
        }
    }

    private int Step() => Steps[random.Next(Steps.Length)];
}
