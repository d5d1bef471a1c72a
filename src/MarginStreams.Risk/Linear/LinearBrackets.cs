using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>Marginal brackets: beyond each lower bound a further unit of notional costs that bracket's rate.</summary>
public sealed class LinearBrackets
{
    private LinearBrackets(IReadOnlyList<BigInteger> lowerBound, long[] initialPpm, long[] maintenancePpm)
    {
        LowerBound = lowerBound;
        InitialPpm = initialPpm;
        MaintenancePpm = maintenancePpm;
        InitialDeductions = Deductions(lowerBound, initialPpm);
        MaintenanceDeductions = Deductions(lowerBound, maintenancePpm);
    }

    /// <summary>Notional at which each bracket begins, numeraire's smallest unit; the first is 0.</summary>
    public IReadOnlyList<BigInteger> LowerBound { get; }

    /// <summary>Marginal initial rates, ppm.</summary>
    public IReadOnlyList<long> InitialPpm { get; }

    /// <summary>Marginal maintenance rates, ppm.</summary>
    public IReadOnlyList<long> MaintenancePpm { get; }

    /// <summary>Deductions of the initial line, millionths of the numeraire's smallest unit.</summary>
    public IReadOnlyList<BigInteger> InitialDeductions { get; }

    /// <summary>Deductions of the maintenance line, millionths of the numeraire's smallest unit.</summary>
    public IReadOnlyList<BigInteger> MaintenanceDeductions { get; }

    /// <summary>What each bracket's rate counts too much for the notional below it: D_0 = 0, D_j = D_(j-1) + L_j (r_j - r_(j-1)).</summary>
    private static BigInteger[] Deductions(IReadOnlyList<BigInteger> lowerBound, long[] ratesPpm)
    {
        var deductions = new BigInteger[lowerBound.Count];
        for (int j = 1; j < deductions.Length; j++)
        {
            deductions[j] = deductions[j - 1] + (lowerBound[j] * (ratesPpm[j] - ratesPpm[j - 1]));
        }

        return deductions;
    }

    internal static LinearBrackets Create(
        IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> tables, long liquidationFeePpm, long gainWeightPpm)
    {
        IReadOnlyList<BigInteger> bounds = Table(tables, LinearNames.BracketLowerBound);
        long[] initial = Rates(tables, LinearNames.BracketInitial, bounds.Count);
        long[] maintenance = Rates(tables, LinearNames.BracketMaintenance, bounds.Count);
        TermsCheck.Require(bounds.Count >= 1, "tables.bracketLowerBound", "at least one bracket");
        TermsCheck.Require(bounds[0].IsZero, "tables.bracketLowerBound[0]", $"the first lower bound to be 0, but it is {bounds[0]}");
        for (int j = 0; j < bounds.Count; j++)
        {
            TermsCheck.Require(
                j == 0 || bounds[j] > bounds[j - 1],
                $"tables.bracketLowerBound[{j}]",
                $"lower bounds that rise, but {bounds[j]} follows {bounds[Math.Max(0, j - 1)]}");
            TermsCheck.Require(
                initial[j] >= maintenance[j],
                $"tables.bracketInitialPpm[{j}]",
                $"initial >= maintenance in each bracket, but they are {initial[j]} and {maintenance[j]} in bracket {j}");
        }

        long highest = Math.Max(initial[^1], maintenance[^1]);
        TermsCheck.Require(
            highest + liquidationFeePpm < gainWeightPpm && gainWeightPpm <= LinearRule.PpmOne,
            "parameters.gainWeightPpm",
            $"the highest rate + liquidationFeePpm < gainWeightPpm <= 1000000, but they are {highest} + {liquidationFeePpm} and {gainWeightPpm}");
        return new LinearBrackets(bounds, initial, maintenance);
    }

    private static IReadOnlyList<BigInteger> Table(IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> tables, string name)
    {
        if (!tables.TryGetValue(name, out IReadOnlyList<BigInteger>? table))
        {
            throw new TermsException($"tables.{name}", $"expected table {name}, which the rule set linear requires of a perpetual");
        }

        return table;
    }

    private static long[] Rates(IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> tables, string name, int count)
    {
        IReadOnlyList<BigInteger> table = Table(tables, name);
        TermsCheck.Require(table.Count == count, $"tables.{name}", $"{count} rates, one a bracket, but there are {table.Count}");
        long[] rates = new long[count];
        for (int j = 0; j < count; j++)
        {
            BigInteger rate = table[j];
            TermsCheck.Require(
                rate >= 0 && rate <= TermsCheck.MaxPpm, $"tables.{name}[{j}]", $"a rate between 0 and {TermsCheck.MaxPpm} ppm, but it is {rate}");
            rates[j] = (long)rate;
            TermsCheck.Require(
                j == 0 || rates[j] >= rates[j - 1],
                $"tables.{name}[{j}]",
                $"rates that never fall (brackets rise), but {rates[j]} follows {rates[Math.Max(0, j - 1)]}");
        }

        return rates;
    }
}
