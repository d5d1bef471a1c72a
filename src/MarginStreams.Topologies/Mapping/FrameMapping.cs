using System.Buffers.Binary;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>Frames, between the oracle, the wire and the engine.</summary>
internal static class FrameMapping
{
    /// <summary>A closed frame with the definitions it restates.</summary>
    public static Frame ToWire(OracleFrame frame, Func<string, Venue> venue, Func<string, Instrument> instrument)
    {
        byte[] digest = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, frame.Digest);
        return new Frame
        {
            Number = frame.Number,
            StreamTimeMs = frame.StreamTimeMs,
            Keyframe = frame.IsKeyframe,
            Venues =
            [
                .. frame.Venues.Select(entry => new FrameVenue
                {
                    Venue = entry.Venue,
                    Definition = entry.HasTerms ? venue(entry.Venue) : null,
                    State = VenueState.Live,
                    BlockNumber = entry.BlockNumber,
                }),
            ],
            Instruments = [.. frame.Instruments.Select(entry => ToWire(entry, instrument))],
            Digest = digest,
        };
    }

    /// <summary>The market values of an entry.</summary>
    public static MarketValues Values(FrameInstrument entry) => new(
        entry.Price, entry.PriceLow, entry.PriceHigh, entry.FundingIndex, entry.DepositIndex, entry.BorrowIndex);

    private static FrameInstrument ToWire(OracleInstrumentEntry entry, Func<string, Instrument> instrument) => new()
    {
        Instrument = entry.Instrument,
        Definition = entry.HasTerms ? instrument(entry.Instrument) : null,
        Status = entry.Values.Price is null ? PriceStatus.Unknown : PriceStatus.Live,
        Price = entry.Values.Price,
        PriceLow = entry.Values.PriceLow,
        PriceHigh = entry.Values.PriceHigh,
        FundingIndex = entry.Values.FundingIndex,
        DepositIndex = entry.Values.DepositIndex,
        BorrowIndex = entry.Values.BorrowIndex,
        PublishedAtMs = entry.PublishedAtMs,
        Source = entry.Origin.Source,
        Round = entry.Origin.Round,
        SourcePartition = entry.Origin.Partition,
        SourceOffset = entry.Origin.Offset,
    };
}
