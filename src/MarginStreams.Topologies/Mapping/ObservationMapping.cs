using MarginStreams.Contracts;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies;

/// <summary>Observations of the wire, as the oracle knows them.</summary>
public static class ObservationMapping
{
    /// <summary>The observation, from a record at a place and time; null when the oracle has no use for what it measures.</summary>
    public static OracleObservation? ToOracle(Observation seen, int partition, long offset, long timestampMs)
    {
        OracleQuantity? quantity = seen.Name switch
        {
            ObservationName.Price => OracleQuantity.Price,
            ObservationName.FundingIndex => OracleQuantity.FundingIndex,
            ObservationName.DepositIndex => OracleQuantity.DepositIndex,
            ObservationName.BorrowIndex => OracleQuantity.BorrowIndex,
            _ => null,
        };
        return quantity is null
            ? null
            : new OracleObservation(
                seen.Feed,
                quantity.Value,
                seen.Value,
                seen.Low,
                seen.High,
                seen.Confidence,
                seen.PublishedAtMs,
                seen.Chain?.BlockNumber ?? 0,
                new ObservationOrigin(seen.Source, seen.Round, partition, offset))
            {
                AsOfMs = seen.PublishedAtMs > 0 ? seen.PublishedAtMs : timestampMs,
                Vector = seen.Vector,
            };
    }
}
