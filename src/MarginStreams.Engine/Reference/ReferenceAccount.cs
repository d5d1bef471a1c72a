using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>A holding beside the instrument it is in.</summary>
internal readonly record struct ReferenceHolding(ReferenceInstrument Instrument, Holding Holding);

/// <summary>One account: the state the specification lists, nothing derived from it.</summary>
internal sealed class ReferenceAccount(string id, string venueId, ReferenceVenue venue)
{
    public string Id { get; } = id;

    public string VenueId { get; } = venueId;

    public ReferenceVenue Venue { get; } = venue;

    public SortedList<string, ReferenceHolding> Holdings { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, BigInteger>>? Attributes { get; set; }

    public long PositionOffset { get; set; }

    public EpisodeState? Episode { get; set; }

    public AccountBand? Band { get; set; }

    public AwaitState? Await { get; set; }

    /// <summary>The warning line that it is below, ppm; 0 is none.</summary>
    public long WarningPpm { get; set; }

    /// <summary>When it changed first since its state was given away, counted from 1; 0 when it did not.</summary>
    public long ChangedAt { get; set; }

    /// <summary>What decides whether it stands where it stood; null until it is first looked at.</summary>
    public StandingAccount? Standing { get; set; }

    /// <summary>Nothing is left of it: it is closed and forgotten when it is settled next.</summary>
    public bool IsGone => Holdings.Count == 0 && Attributes is null;

    /// <summary>How much it has of an instrument.</summary>
    public BigInteger SizeOf(string instrument) => Holdings.TryGetValue(instrument, out ReferenceHolding held) ? held.Holding.Size : BigInteger.Zero;

    /// <summary>Whether all its other holdings are in instruments without a feed.</summary>
    public bool IsIsolatedIn(ReferenceInstrument instrument) =>
        Holdings.Values.All(held => held.Instrument == instrument || held.Instrument.Terms is { HasFeed: false });

    /// <summary>Whether the sign of its size does not fit the instrument's side.</summary>
    public static bool IsWrongSide(InstrumentTerms terms, Holding holding) => terms.Side switch
    {
        InstrumentSide.Deposit => holding.Size < 0,
        InstrumentSide.Debt => holding.Size > 0,
        _ => false,
    };

    /// <summary>Its figures, or why there are none.</summary>
    /// <param name="moved">An instrument to be looked at in another way, or null.</param>
    /// <param name="movedTerms">What its rule set makes of it then.</param>
    public ReferenceJudgement Judge(ReferenceInstrument? moved = null, BookTerms? movedTerms = null)
    {
        if (Venue.Terms is null)
        {
            return new(null, $"venue '{VenueId}' has no terms");
        }

        if (Venue.Book is null)
        {
            return new(null, $"the rule set '{Venue.Terms.RuleSet}' is not known");
        }

        var holdings = new List<BookHolding>(Holdings.Count);
        string unpriced = "";
        foreach ((ReferenceInstrument instrument, Holding holding) in Holdings.Values)
        {
            if (instrument.Terms is null)
            {
                return new(null, $"instrument '{instrument.Id}' has no terms");
            }

            if (instrument.Terms.Venue != VenueId)
            {
                return new(null, $"instrument '{instrument.Id}' belongs to venue '{instrument.Terms.Venue}'");
            }

            if (IsWrongSide(instrument.Terms, holding))
            {
                return new(null, $"the holding of instrument '{instrument.Id}' is on the wrong side");
            }

            BookTerms terms = instrument == moved ? movedTerms! : instrument.Book!;
            if (!terms.IsPriced)
            {
                unpriced = $"instrument '{instrument.Id}' has no price, and some price would cure the account";
                if (!Venue.Book.IsBestAtZero(holding))
                {
                    return new(null, unpriced);
                }
            }

            holdings.Add(new(instrument.Id, terms, holding));
        }

        try
        {
            Assessment assessment = Venue.Book.Assess(Venue.Terms, Attributes, holdings);
            return unpriced.Length == 0 || Venue.Book.IsCertainWithoutPrices(assessment) ? new(assessment, "") : new(null, unpriced);
        }
        catch (ArithmeticException refusal)
        {
            return new(null, refusal.Message);
        }
    }

    public AccountState ToState() => new(
        Id,
        PositionOffset,
        Attributes,
        [.. Holdings.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Holding))],
        Episode,
        Band,
        Await,
        WarningPpm);
}

/// <summary>An account's figures, or null and why it cannot be judged.</summary>
internal readonly record struct ReferenceJudgement(Assessment? Assessment, string Error);
