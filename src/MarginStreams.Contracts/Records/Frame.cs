using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>A numbered batch of everything that moves the market side. Topic <c>frames</c>, key the number.</summary>
public sealed record Frame
{
    /// <summary>The frame's number (wire name <c>frame</c>): 0, 1, 2, … without gaps.</summary>
    public long Number { get; set; }

    public long StreamTimeMs { get; set; }

    /// <summary>Whether this frame holds the complete vector.</summary>
    public bool Keyframe { get; set; }

    /// <summary>Venues that changed; in a keyframe all.</summary>
    public IReadOnlyList<FrameVenue> Venues { get; set; } = [];

    /// <summary>Instruments that changed; in a keyframe all.</summary>
    public IReadOnlyList<FrameInstrument> Instruments { get; set; } = [];

    /// <summary>Digest of the full vector after this frame, 16 bytes.</summary>
    public byte[] Digest { get; set; } = [];
}

/// <summary>A venue in a frame.</summary>
public sealed record FrameVenue
{
    public string Venue { get; set; } = "";

    /// <summary>The venue's settings, where they changed and in keyframes.</summary>
    public Venue? Definition { get; set; }

    public VenueState State { get; set; }

    /// <summary>Highest block that an observation of this venue's chain came from; 0 is none.</summary>
    public long BlockNumber { get; set; }
}

/// <summary>An instrument in a frame: all its market values, changed or not.</summary>
public sealed record FrameInstrument
{
    public string Instrument { get; set; } = "";

    /// <summary>The instrument's terms, where they changed and in keyframes.</summary>
    public Instrument? Definition { get; set; }

    public PriceStatus Status { get; set; }
    public BigInteger? Price { get; set; }
    public BigInteger? PriceLow { get; set; }
    public BigInteger? PriceHigh { get; set; }
    public BigInteger FundingIndex { get; set; }
    public BigInteger DepositIndex { get; set; }
    public BigInteger BorrowIndex { get; set; }
    public long PublishedAtMs { get; set; }
    public string Source { get; set; } = "";
    public BigInteger Round { get; set; }

    /// <summary>Partition of <c>oracle-prices</c> that the price came from; -1 when there is none.</summary>
    public int SourcePartition { get; set; } = -1;

    /// <summary>Offset of <c>oracle-prices</c> that the price came from; -1 when there is none.</summary>
    public long SourceOffset { get; set; } = -1;
}
