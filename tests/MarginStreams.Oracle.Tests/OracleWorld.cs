using System.Numerics;

namespace MarginStreams.Oracle.Tests;

/// <summary>Inputs of an oracle, by chance: good ones, bad ones, in and out of order.</summary>
internal static class OracleWorld
{
    private static readonly string[] Venues = ["v", "w"];
    private static readonly string[] Instruments = ["A", "B", "C", "N"];
    private static readonly string[] Feeds = ["f1", "f2", "f3", "f4"];
    private static readonly InterestAccrual[] Accruals = Enum.GetValues<InterestAccrual>();
    private static readonly OracleQuantity[] Quantities = Enum.GetValues<OracleQuantity>();

    public static List<(long TimestampMs, object Input)> Inputs(int seed, int count)
    {
        var random = new Random(seed);
        var inputs = new List<(long, object)>();
        long timeMs = 0;
        for (int i = 0; i < count; i++)
        {
            timeMs += random.Next(4) == 0 ? random.Next(0, 30) : random.Next(0, 3);
            long stamp = random.Next(10) == 0 ? timeMs - random.Next(0, 100) : timeMs;
            inputs.Add((stamp, random.Next(12) switch
            {
                0 => Venue(random),
                1 or 2 => Instrument(random),
                _ => Observation(random, i),
            }));
        }

        return inputs;
    }

    /// <summary>Mostly such that an index of a few units moves within seconds.</summary>
    private static BigInteger Rate(Random random) =>
        random.Next(12) == 0 ? random.Next(-1, 1) : BigInteger.Pow(10, random.Next(24, 26)) * random.Next(1, 9);

    private static OracleVenue Venue(Random random) => OracleTerms.Venue(
        Venues[random.Next(Venues.Length)],
        random.Next(6) == 0 ? "unheard-of" : "linear",
        random.Next(-1, 4),
        Accruals[random.Next(Accruals.Length)],
        random.Next(-78, 78));

    private static OracleInstrument Instrument(Random random)
    {
        string[] feeds = [.. Feeds.Where(_ => random.Next(2) == 0)];
        random.Shuffle(feeds);
        Dictionary<string, BigInteger> policy = random.Next(2) == 0 ? [] : OracleTerms.Policy("marginOfErrorPpm", random.Next(-100_000, 3_000_000));
        string id = Instruments[random.Next(Instruments.Length)];
        OracleInstrument instrument = OracleTerms.Asset(id, Venues[random.Next(Venues.Length)], policy, id == "N" ? [] : feeds);
        return instrument with { Terms = instrument.Terms with { SizeExponent = random.Next(-78, 78), PriceExponent = random.Next(-78, 78) } };
    }

    private static OracleObservation Observation(Random random, int offset)
    {
        BigInteger value = random.Next(-1, 40);
        return OracleTerms.Seen(
            Feeds[random.Next(Feeds.Length)],
            Quantities[random.Next(Quantities.Length)],
            value,
            publishedAtMs: random.Next(3) == 0 ? 0 : Math.Max(0, offset + random.Next(-6, 3)),
            block: random.Next(3) == 0 ? offset / 3 : 0,
            source: random.Next(2) == 0 ? "s" : "t",
            offset) with
        {
            Low = random.Next(3) == 0 ? value - random.Next(-1, 4) : null,
            High = random.Next(3) == 0 ? value + random.Next(-1, 4) : null,
            Confidence = random.Next(3) == 0 ? random.Next(0, 4) : null,
            AsOfMs = random.Next(-3_000, 100),
            Vector = random.Next(3) == 0 ? [Rate(random)] : [],
        };
    }
}
