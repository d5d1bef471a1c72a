using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// What must stay true of an account for nothing to happen to it: maintenance surplus x <paramref name="Maintenance"/> + equity x <paramref name="Equity"/>
/// + <paramref name="Constant"/> is not below zero, in millionths of the screens' money.
/// </summary>
internal readonly record struct WatchLine(long Maintenance, long Equity, Int128 Constant)
{
    private const long One = 1_000_000;

    /// <summary>Places of the lines that every venue has.</summary>
    public const int NotLiquidatable = 0, NotBankrupt = 1, NotOut = 2, StaysBankrupt = 3, HasRequirement = 4, StaysLiquidatable = 5;

    /// <summary>Place of the first pair of lines of a warning line.</summary>
    private const int FirstBand = 6;

    /// <summary>Units that the roundings of one holding's bounds may move the sum, at most, in millionths.</summary>
    public long Slack => 4 * (Math.Abs(Maintenance) + Math.Abs(Equity));

    /// <summary>Place of the line that an account above a warning line must not fall below.</summary>
    public static int NotBelow(int band) => FirstBand + (2 * band);

    /// <summary>Place of the line that an account below a warning line must not reach, with the hysteresis.</summary>
    public static int StaysBelow(int band) => FirstBand + (2 * band) + 1;

    /// <summary>All lines of a venue.</summary>
    public static WatchLine[] Of(VenueRules rules)
    {
        IReadOnlyList<long> bands = rules.Terms.Bands;
        var lines = new WatchLine[FirstBand + (2 * bands.Count)];
        lines[NotLiquidatable] = new(One, 0, 0);
        lines[NotBankrupt] = new(0, One, 0);
        lines[NotOut] = new(-One, 0, One * (Int128.CreateSaturating(rules.ExitBuffer >> rules.MoneyShift) is var exit && exit < ExitMax ? exit - 1 : ExitMax));
        lines[StaysBankrupt] = new(0, -One, -One);
        lines[HasRequirement] = new(-One, One, -One);
        lines[StaysLiquidatable] = new(-One, 0, -One);
        for (int band = 0; band < bands.Count; band++)
        {
            // Equity x 10^6 is not less than line x (equity - surplus).
            lines[NotBelow(band)] = new(bands[band], One - bands[band], 0);
            long edge = bands[band] + rules.Terms.BandHysteresisPpm;
            lines[StaysBelow(band)] = new(-edge, edge - One, -One);
        }

        return lines;
    }

    /// <summary>No surplus of the screens reaches further.</summary>
    private static Int128 ExitMax => (Int128)1 << 70;
}
