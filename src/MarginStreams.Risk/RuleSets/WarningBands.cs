using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>
/// Warning lines above maintenance: ratios of equity to maintenance requirement. An account is below a line when equity x 10^6 is less than
/// line x requirement, exactly; it leaves a line upwards when equity x 10^6 has reached (line + hysteresis) x requirement. Without a requirement it is above
/// all.
/// </summary>
public static class WarningBands
{
    /// <summary>Most lines a venue may have.</summary>
    public const int LinesMax = 16;

    /// <summary>The highest line, ppm.</summary>
    public const long LineMaxPpm = 1_000_000_000;

    private const long One = 1_000_000;

    /// <summary>Checks a venue's lines.</summary>
    /// <exception cref="TermsException">A condition is broken.</exception>
    public static void Check(VenueTerms terms)
    {
        TermsCheck.Require(terms.Bands.Count <= LinesMax, "bands", $"at most {LinesMax} lines, but there are {terms.Bands.Count}");
        for (int i = 0; i < terms.Bands.Count; i++)
        {
            long line = terms.Bands[i];
            TermsCheck.Require(line is > One and <= LineMaxPpm, $"bands[{i}]", $"a line above {One} and at most {LineMaxPpm} ppm, but it is {line}");
            TermsCheck.Require(
                i == 0 || line < terms.Bands[i - 1], $"bands[{i}]", $"lines that fall, but {line} follows {terms.Bands[Math.Max(0, i - 1)]}");
        }

        long hysteresis = terms.BandHysteresisPpm;
        TermsCheck.Require(
            hysteresis is >= 0 and <= LineMaxPpm, "bandHysteresisPpm", $"bandHysteresisPpm between 0 and {LineMaxPpm}, but it is {hysteresis}");
    }

    /// <summary>
    /// The line that an account is below now, ppm, 0 for none: the lowest such line, or the one it was below where it has not left that upwards yet.
    /// </summary>
    /// <param name="terms">The venue's terms.</param>
    /// <param name="equity">Equity, numeraire's smallest unit.</param>
    /// <param name="maintenance">Surplus over maintenance, numeraire's smallest unit.</param>
    /// <param name="former">The line it was below, ppm; 0 is none. A line that the venue does not have any more is none.</param>
    public static long LineOf<T>(VenueTerms terms, T equity, T maintenance, long former)
        where T : IBinaryInteger<T>
    {
        T requirement = equity - maintenance;
        long below = 0;
        foreach (long line in terms.Bands)
        {
            bool wasBelow = former != 0 && line >= former && terms.Bands.Contains(former);
            T edge = T.CreateChecked(wasBelow ? line + terms.BandHysteresisPpm : line);
            if (T.IsPositive(requirement) && requirement != T.Zero && equity * T.CreateChecked(One) < edge * requirement)
            {
                below = line;
            }
        }

        return below;
    }
}
