using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// One venue under the rule set <c>linear</c> at one frame: which answers about an account are certain from exact sums, without a division.
/// </summary>
/// <remarks>
/// Let x_1 ... x_n be the exact contributions of an account's holdings, X = L x (x_1 + ... + x_n) the integer that is computed here, and S the surplus or
/// the equity by the book, where each contribution is rounded down once: x_i - 1 &lt; floor(x_i) &lt;= x_i. Their sum is
/// <code>X - n x L &lt; S x L &lt;= X</code>
/// So S >= 0 is certain where X >= n x L, and S &lt; b where X &lt; b x L. In between nothing is, and the account goes the full way.
/// </remarks>
internal sealed class StandingVenue
{
    private static readonly Int128 One = 1_000_000;

    private readonly VenueTerms _terms;
    private readonly Int128 _rounding;
    private readonly Int128 _exitBuffer;

    private StandingVenue(VenueTerms terms, Int128 rounding, Int128 exitBuffer)
    {
        _terms = terms;
        _rounding = rounding;
        _exitBuffer = exitBuffer;
    }

    /// <summary>Puts a venue and its instruments over their common denominator L; null where 128 bits do not hold them.</summary>
    /// <param name="terms">The venue.</param>
    /// <param name="book">Its rule set.</param>
    /// <param name="instruments">Its instruments.</param>
    /// <param name="roundingUnits">The most that rounding takes from a holding: one unit. Only tests say otherwise.</param>
    public static StandingVenue? Prepare(VenueTerms terms, LinearByTheBook book, IReadOnlyList<ReferenceInstrument> instruments, int roundingUnits)
    {
        ReferenceInstrument[] priced = [.. instruments.Where(one => one.Book is LinearTermsByTheBook { IsPriced: true })];
        BigInteger l = priced.Aggregate(BigInteger.One, (multiple, one) => StandingTerms.CommonMultiple(multiple, (LinearTermsByTheBook)one.Book!));
        foreach (ReferenceInstrument instrument in instruments)
        {
            instrument.Standing = instrument.Book is LinearTermsByTheBook { IsPriced: true } linear ? StandingTerms.Of(linear, l) : null;
        }

        try
        {
            return new(terms, (Int128)(l * roundingUnits), (Int128)(book.ExitBuffer(terms) * l));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// Certainly an account that may be judged stays in its band, in its episode or without one, and below the same warning line; its advice does not expire.
    /// </summary>
    public bool Stands(StandingAccount account)
    {
        Int128 maintenance = account.HasExposure || _terms.Bands.Count > 0 ? account.Maintenance() : 0;
        bool isBandSame = account.IsInEpisode
            ? account.HasExposure && maintenance < _exitBuffer && StaysInEpisode(account)
            : account.Band switch
            {
                AccountBand.Healthy => !account.HasExposure || maintenance >= RoundingOf(account),
                AccountBand.BadDebt => account is { HasExposure: true, HasClosable: false } && maintenance < 0,
                _ => false,
            };
        return isBandSame && IsLineSame(account, maintenance);
    }

    /// <summary>Below the exit buffer it does not leave; only a bankrupt one that has nothing to close is written off, and one is escalated once.</summary>
    private bool StaysInEpisode(StandingAccount account) => account.Band switch
    {
        AccountBand.Liquidatable => account.Equity() >= RoundingOf(account),
        AccountBand.Bankrupt => account.IsEscalated && account.HasClosable && account.Equity() < 0,
        _ => false,
    };

    /// <summary>
    /// With the exact sums E and M times L: E - n x L &lt; equity x L &lt;= E, and for the requirement R = equity - surplus,
    /// E - M - n x L &lt; R x L &lt; E - M + n x L.
    /// </summary>
    private bool IsLineSame(StandingAccount account, Int128 maintenance)
    {
        long former = account.WarningPpm;
        if (_terms.Bands.Count == 0)
        {
            return former == 0;
        }

        Int128 equity = account.Equity();
        Int128 least = equity - RoundingOf(account);
        Int128 requirementLeast = least - maintenance;
        Int128 requirementMost = equity - maintenance + RoundingOf(account);
        foreach (long line in _terms.Bands)
        {
            // The lowest line counts: those above the former one change nothing.
            bool isCertain = (former > 0 && line > former)
                || (line == former
                    ? requirementLeast >= 0 && equity * One < (line + _terms.BandHysteresisPpm) * requirementLeast
                    : requirementMost <= 0 || least * One >= line * requirementMost);
            if (line <= 0 || !isCertain)
            {
                return false;
            }
        }

        // A former line that is none any more keeps nobody below it.
        return former == 0 || _terms.Bands.Contains(former);
    }

    private Int128 RoundingOf(StandingAccount account) => account.Count * _rounding;
}
