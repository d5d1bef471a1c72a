using System.Numerics;

namespace MarginStreams.Engine.Tests;

/// <summary>Parameters and tables of reserves under <c>aave-v3</c>, by chance: e-mode categories 1 to 3.</summary>
internal sealed class WorldAaveTerms(Random random)
{
    public void Fill(Dictionary<string, BigInteger> parameters, Dictionary<string, IReadOnlyList<BigInteger>> tables, bool isDeposit)
    {
        if (!isDeposit)
        {
            return;
        }

        // Round ones too, so that a health factor is exactly one now and then.
        int threshold = random.Next(2) == 0 ? 1000 * random.Next(1, 10) : random.Next(1000, 9001);
        parameters["liquidationThresholdBps"] = threshold;
        parameters["ltvBps"] = random.Next(0, threshold + 1);
        parameters["liquidationBonusBps"] = random.Next(10_100, 11_001);
        parameters["liquidationProtocolFeeBps"] = random.Next(0, 2001);
        List<BigInteger> categories = [], thresholds = [], ltvs = [], bonuses = [];
        for (int category = 1; category <= 3; category++)
        {
            if (random.Next(2) == 0)
            {
                int inMode = random.Next(threshold, 9501);
                categories.Add(category);
                thresholds.Add(inMode);
                ltvs.Add(random.Next(0, inMode + 1));
                bonuses.Add(random.Next(10_050, 10_501));
            }
        }

        if (categories.Count > 0)
        {
            tables["eModeCategory"] = categories;
            tables["eModeLiquidationThresholdBps"] = thresholds;
            tables["eModeLtvBps"] = ltvs;
            tables["eModeLiquidationBonusBps"] = bonuses;
        }
    }
}
