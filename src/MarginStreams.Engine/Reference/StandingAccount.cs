using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>An account's holdings side by side in memory, with what does not change until a record or new terms come.</summary>
internal sealed class StandingAccount
{
    private readonly StandingHolding[] _holdings;

    private StandingAccount(int epoch, StandingHolding[] holdings, bool hasExposure, bool hasClosable)
    {
        Epoch = epoch;
        _holdings = holdings;
        HasExposure = hasExposure;
        HasClosable = hasClosable;
    }

    /// <summary>The terms it was made under.</summary>
    public int Epoch { get; }

    /// <summary>Holdings; 0 where the account has none, or one that cannot be judged or does not fit 128 bits: it always goes the full way.</summary>
    public int Count => _holdings.Length;

    public bool HasExposure { get; }

    public bool HasClosable { get; }

    public static StandingAccount Of(ReferenceAccount account, int epoch)
    {
        bool hasExposure = false, hasClosable = false;
        var holdings = new StandingHolding[account.Holdings.Count];
        for (int i = 0; i < holdings.Length; i++)
        {
            (ReferenceInstrument instrument, Holding held) = account.Holdings.GetValueAtIndex(i);
            bool isJudged = instrument.Terms is { } terms && terms.Venue == account.VenueId && !ReferenceAccount.IsWrongSide(terms, held);
            if (!isJudged || instrument.Book is not LinearTermsByTheBook book)
            {
                return None(epoch);
            }

            try
            {
                holdings[i] = new(instrument, (Int128)held.Size, (Int128)held.Cost, (Int128)(held.Size * held.SettledIndex));
            }
            catch (OverflowException)
            {
                return None(epoch);
            }

            hasExposure |= LinearByTheBook.IsExposure(book, held);
            hasClosable |= LinearByTheBook.IsClosable(book, held);
        }

        return new(epoch, holdings, hasExposure, hasClosable);
    }

    /// <summary>One that always goes the full way.</summary>
    public static StandingAccount None(int epoch) => new(epoch, [], false, false);

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
}
