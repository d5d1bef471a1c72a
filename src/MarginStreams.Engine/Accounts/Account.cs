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

    /// <summary>Set once its figures did not fit the narrow lane: it is judged in the wide one from then on.</summary>
    public bool IsWide { get; set; }

    /// <summary>Whether there is nothing left of it.</summary>
    public bool IsGone => Holdings.Length == 0 && Attributes is null;

    /// <summary>Replaces, adds or (null) removes the holding of an instrument.</summary>
    public void Set(InstrumentSlot instrument, Holding? holding)
    {
        var holdings = new List<HoldingSlot>(Holdings.Length + 1);
        HoldingSlot? slot = holding is null ? null : new HoldingSlot(instrument, holding);
        foreach (HoldingSlot old in Holdings)
        {
            int order = string.CompareOrdinal(old.Instrument.Id, instrument.Id);
            if (order > 0 && slot is not null)
            {
                holdings.Add(slot);
                slot = null;
            }

            if (order != 0)
            {
                holdings.Add(old);
            }
        }

        if (slot is not null)
        {
            holdings.Add(slot);
        }

        Holdings = [.. holdings];
        IsWide = !Array.TrueForAll(Holdings, held => held.IsNarrow);
    }

    /// <summary>The canonical form.</summary>
    public AccountState State() => new(
        Id,
        PositionOffset,
        Attributes,
        [.. Holdings.Select(held => KeyValuePair.Create(held.Instrument.Id, held.Exact))],
        Episode,
        Band,
        Await);
}
