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

    /// <summary>Nothing is left of it: it is closed and forgotten when it is settled next.</summary>
    public bool IsGone => Holdings.Count == 0 && Attributes is null;

    /// <summary>Why it cannot be judged, or null when it can.</summary>
    public string? Unjudgeable()
    {
        if (Venue.Terms is null)
        {
            return $"venue '{VenueId}' has no terms";
        }

        if (Venue.Terms.RuleSet != LinearByTheBook.Name)
        {
            return $"the reference engine knows the rule set '{LinearByTheBook.Name}' alone, not '{Venue.Terms.RuleSet}'";
        }

        IList<ReferenceHolding> holdings = Holdings.Values;
        for (int i = 0; i < holdings.Count; i++)
        {
            ReferenceInstrument instrument = holdings[i].Instrument;
            if (instrument.Terms is null)
            {
                return $"instrument '{instrument.Id}' has no terms";
            }

            if (instrument.Terms.Venue != VenueId)
            {
                return $"instrument '{instrument.Id}' belongs to venue '{instrument.Terms.Venue}'";
            }

            if (instrument.Linear is null)
            {
                return $"instrument '{instrument.Id}' has no price";
            }
        }

        return null;
    }

    /// <summary>Full figures. The account must be judgeable.</summary>
    public Assessment Assess(LinearByTheBook rules)
    {
        BigInteger equity = 0, initial = 0, maintenance = 0;
        bool hasExposure = false, hasClosable = false;
        var holdings = new List<HoldingAssessment>(Holdings.Count);
        foreach ((ReferenceInstrument instrument, Holding holding) in Holdings.Values)
        {
            LinearTermsByTheBook terms = instrument.Linear!;
            var one = new HoldingAssessment(
                instrument.Id,
                holding.Size,
                LinearByTheBook.PriceOf(terms, holding),
                rules.Value(terms, holding),
                rules.Contribution(MarginLine.Initial, terms, holding),
                rules.Contribution(MarginLine.Maintenance, terms, holding));
            holdings.Add(one);
            equity += one.Value;
            initial += one.Initial;
            maintenance += one.Maintenance;
            hasExposure |= LinearByTheBook.IsExposure(terms, holding);
            hasClosable |= LinearByTheBook.IsClosable(terms, holding);
        }

        return new(equity, initial, maintenance, rules.ExitBuffer(Venue.Terms!), hasExposure, hasClosable, holdings);
    }

    /// <summary>
    /// Whether a frame leaves the account as it is: judged healthy before, in no episode, and still not liquidatable. Almost every account
    /// at almost every frame, so that the one figure which decides is worked out and nothing else.
    /// </summary>
    public bool StaysHealthy(LinearByTheBook rules)
    {
        if (IsGone || Band != AccountBand.Healthy || Episode is not null || Unjudgeable() is not null)
        {
            return false;
        }

        BigInteger maintenance = 0;
        bool hasExposure = false;
        IList<ReferenceHolding> holdings = Holdings.Values;
        for (int i = 0; i < holdings.Count; i++)
        {
            (ReferenceInstrument instrument, Holding holding) = holdings[i];
            maintenance += rules.Contribution(MarginLine.Maintenance, instrument.Linear!, holding);
            hasExposure |= LinearByTheBook.IsExposure(instrument.Linear!, holding);
        }

        return !rules.IsLiquidatable(hasExposure, maintenance);
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
