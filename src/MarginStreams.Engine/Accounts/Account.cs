using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>An account in the engine's own form.</summary>
internal sealed class Account(string id, VenueSlot venue)
{
    /// <summary>Account id.</summary>
    public string Id { get; } = id;

    /// <summary>Its venue, from the part of its id before the first colon.</summary>
    public VenueSlot Venue { get; } = venue;

    /// <summary>Offset of its latest record.</summary>
    public long PositionOffset { get; set; }

    /// <summary>Its attributes in ordinal order of name, or null.</summary>
    public IReadOnlyList<KeyValuePair<string, BigInteger>>? Attributes { get; set; }

    /// <summary>Its holdings in ordinal order of instrument.</summary>
    public HoldingSlot[] Holdings { get; private set; } = [];

    /// <summary>The open episode, or null.</summary>
    public EpisodeState? Episode { get; set; }

    /// <summary>Its band; null before it was first judged.</summary>
    public AccountBand? Band { get; set; }

    /// <summary>What it waits for, or null.</summary>
    public AwaitState? Await { get; set; }

    /// <summary>The warning line that it is below, ppm; 0 is none.</summary>
    public long WarningPpm { get; set; }

    /// <summary>Set once its figures did not fit the narrow lane: it is judged in the wide one from then on.</summary>
    public bool IsWide { get; set; }

    /// <summary>
    /// Stream-time at which the advice of its episode is renewed, ms: a quarter of its life before it expires, rounded down, so that the new one is there
    /// while the old one still holds. The end of time when it does not expire.
    /// </summary>
    public long RenewAtMs => Episode is { ExpiresAtMs: > 0 and var expires } ? expires - (Venue.Terms!.TriggerTtlMs / 4) : long.MaxValue;

    /// <summary>Whether there is nothing left of it.</summary>
    public bool IsGone => Holdings.Length == 0 && Attributes is null;

    /// <summary>Replaces or adds the holding of an instrument.</summary>
    public void Set(InstrumentSlot instrument, Holding holding)
    {
        int at = PlaceOf(instrument.Id, out bool isHeld);
        Keep([.. Holdings.AsSpan(0, at), new HoldingSlot(instrument, holding), .. Holdings.AsSpan(isHeld ? at + 1 : at)]);
    }

    /// <summary>Removes the holding of an instrument, if there is one.</summary>
    public void Remove(string instrument)
    {
        int at = PlaceOf(instrument, out bool isHeld);
        if (isHeld)
        {
            Keep([.. Holdings.AsSpan(0, at), .. Holdings.AsSpan(at + 1)]);
        }
    }

    /// <summary>The canonical form.</summary>
    public AccountState State() => new(
        Id,
        PositionOffset,
        Attributes,
        [.. Holdings.Select(held => KeyValuePair.Create(held.Instrument.Id, held.Exact))],
        Episode,
        Band,
        Await,
        WarningPpm);

    /// <summary>Where the holding of an instrument stands, or would stand.</summary>
    private int PlaceOf(string instrument, out bool isHeld)
    {
        int at = 0;
        while (at < Holdings.Length && string.CompareOrdinal(Holdings[at].Instrument.Id, instrument) < 0)
        {
            at++;
        }

        isHeld = at < Holdings.Length && Holdings[at].Instrument.Id == instrument;
        return at;
    }

    private void Keep(HoldingSlot[] holdings)
    {
        Holdings = holdings;
        IsWide = !Array.TrueForAll(holdings, held => held.IsNarrow);
    }
}
