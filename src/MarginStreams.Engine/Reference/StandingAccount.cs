using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// What of an account decides whether it stands where it stood, as its latest settling left it, with its holdings side by side. It is made for all accounts in
/// the order they are looked at, so that they lie in memory in that order, and stays with its account.
/// </summary>
internal sealed class StandingAccount(ReferenceAccount account)
{
    private StandingHolding[] _holdings = [];
    private int _givenUp = -1;

    public ReferenceAccount Account { get; } = account;

    /// <summary>The terms it was taken under; -1 where it has to be settled in full.</summary>
    public int Epoch { get; private set; } = -1;

    public int Count => _holdings.Length;

    public bool HasExposure { get; private set; }

    public bool HasClosable { get; private set; }

    public ReferenceVenue Venue { get; } = account.Venue;

    public AccountBand Band { get; private set; }

    public long WarningPpm { get; private set; }

    public bool IsInEpisode { get; private set; }

    /// <summary>Whether its episode was escalated for bankruptcy.</summary>
    public bool IsEscalated { get; private set; }

    /// <summary>When the advice of its episode expires, ms; 0 is never.</summary>
    public long ExpiresAtMs { get; private set; }

    /// <summary>It has to be settled in full next: it changed, or nothing about it is certain.</summary>
    public void Void() => Epoch = -1;

    /// <summary>Sums that do not fit 128 bits once will not fit at the next frame: it is not tried again under these terms.</summary>
    public void GiveUp(int epoch) => _givenUp = epoch;

    /// <summary>Takes the account as a settling at a frame left it, where it can be told at all that it stands.</summary>
    public void Take(int epoch)
    {
        Void();
        bool isOrdinary = Account is { Band: not null, Await: null, Holdings.Count: > 0, Episode: null or { Held: false } };
        if (_givenUp == epoch || !isOrdinary || !TakeHoldings())
        {
            return;
        }

        Band = Account.Band!.Value;
        WarningPpm = Account.WarningPpm;
        IsInEpisode = Account.Episode is not null;
        IsEscalated = Account.Episode is { Bankrupt: true };
        ExpiresAtMs = Account.Episode?.ExpiresAtMs ?? 0;
        Epoch = epoch;
    }

    /// <summary>Whether all its instruments have a price, and terms that fit 128 bits.</summary>
    public bool IsPriced()
    {
        foreach (ref readonly StandingHolding held in _holdings.AsSpan())
        {
            if (held.Instrument.Standing is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The exact sum of the contributions to the maintenance line, times L.</summary>
    public Int128 Maintenance()
    {
        Int128 sum = 0;
        foreach (ref readonly StandingHolding held in _holdings.AsSpan())
        {
            sum += held.Instrument.Standing!.Maintenance(held);
        }

        return sum;
    }

    /// <summary>The exact sum of the contributions to equity, times L.</summary>
    public Int128 Equity()
    {
        Int128 sum = 0;
        foreach (ref readonly StandingHolding held in _holdings.AsSpan())
        {
            sum += held.Instrument.Standing!.Equity(held);
        }

        return sum;
    }

    /// <summary>False where one of them cannot be judged, or does not fit 128 bits.</summary>
    private bool TakeHoldings()
    {
        bool hasExposure = false, hasClosable = false;
        if (_holdings.Length != Account.Holdings.Count)
        {
            _holdings = new StandingHolding[Account.Holdings.Count];
        }

        for (int i = 0; i < _holdings.Length; i++)
        {
            (ReferenceInstrument instrument, Holding held) = Account.Holdings.GetValueAtIndex(i);
            bool isJudged = instrument.Terms is { } terms && terms.Venue == Account.VenueId && !ReferenceAccount.IsWrongSide(terms, held);
            if (!isJudged || instrument.Book is not LinearTermsByTheBook book)
            {
                return false;
            }

            try
            {
                _holdings[i] = new(instrument, (Int128)held.Size, (Int128)held.Cost, (Int128)(held.Size * held.SettledIndex));
            }
            catch (OverflowException)
            {
                return false;
            }

            hasExposure |= LinearByTheBook.IsExposure(book, held);
            hasClosable |= LinearByTheBook.IsClosable(book, held);
        }

        HasExposure = hasExposure;
        HasClosable = hasClosable;
        return true;
    }
}
