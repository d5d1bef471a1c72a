using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <content>
/// Passing by, at a frame, accounts that certainly stand where they stood. Every account is looked at all the same, with all its holdings; only
/// the full figures are not worked out where exact sums already tell that nothing follows from them.
/// </content>
public sealed partial class ReferenceEngine
{
    private readonly long[] _passed = new long[Enum.GetValues<AccountBand>().Length];
    private int _standingEpoch;

    /// <summary>
    /// Whether accounts under <c>linear</c> that certainly stand where they stood are passed by. It changes no effect and no state; the engine is the
    /// plain one without it.
    /// </summary>
    public bool PassesStanding { get; init; }

    /// <summary>How many units rounding may take from a holding; one. Tests make it wrong.</summary>
    internal int StandingRoundingUnits { get; init; } = 1;

    /// <summary>How many settlings at frames were passed by, of accounts in a band.</summary>
    internal long PassedIn(AccountBand band) => _passed[(int)band];

    private void PrepareStanding(MarketFrame frame)
    {
        if (!PassesStanding)
        {
            return;
        }

        bool isTermsChanged = frame.Venues.Any(change => change.Terms is not null) || frame.Instruments.Any(change => change.Terms is not null);
        _standingEpoch += isTermsChanged ? 1 : 0;
        _market.PrepareStanding(StandingRoundingUnits);
    }

    private void TakeStanding(StandingAccount standing)
    {
        if (PassesStanding)
        {
            standing.Take(_standingEpoch);
        }
    }

    /// <summary>Whether settling the account at this frame would certainly have no effect and change nothing.</summary>
    private bool Stands(StandingAccount standing)
    {
        if (standing.Epoch != _standingEpoch || standing.Venue.Standing is not { } venue || !standing.IsPriced())
        {
            return false;
        }

        try
        {
            bool stands = !(standing.IsInEpisode && AdviceExpires(standing.Venue, standing.ExpiresAtMs)) && venue.Stands(standing);
            if (stands)
            {
                _passed[(int)standing.Band]++;
            }

            return stands;
        }
        catch (OverflowException)
        {
            standing.GiveUp(_standingEpoch);
            return false;
        }
    }
}
