using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>The last valid value of each quantity of one feed.</summary>
internal sealed class FeedState
{
    private readonly OracleObservation?[] _last = new OracleObservation?[Enum.GetValues<OracleQuantity>().Length];
    private readonly Dictionary<(OracleQuantity, string), long> _publishedAtMs = [];

    /// <summary>The last valid observation, or null.</summary>
    public OracleObservation? Last(OracleQuantity quantity) => _last[(int)quantity];

    /// <summary>Whether it was published before the one that was taken from its source last. Where either does not say, nothing is out of order.</summary>
    public bool IsOutOfOrder(OracleObservation observation) =>
        observation.PublishedAtMs > 0
        && _publishedAtMs.TryGetValue((observation.Quantity, observation.Origin.Source), out long latest)
        && observation.PublishedAtMs < latest;

    /// <summary>Takes a valid observation.</summary>
    public void Take(OracleObservation observation)
    {
        _last[(int)observation.Quantity] = observation;
        _publishedAtMs[(observation.Quantity, observation.Origin.Source)] = observation.PublishedAtMs;
    }
}
