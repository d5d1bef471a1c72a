using System.Numerics;
using MarginStreams.Cli.Generating;
using MarginStreams.Contracts;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// The market that other stream processors are measured with too: 50 perpetuals, accounts with one position of a random size and 5 to 50 % of its value
/// behind it, and a ladder: one more perpetual, whose holders cross one by one while its price falls. Prices are in millionths, maintenance is 1 %.
/// </summary>
internal static class BenchMarket
{
    /// <summary>Perpetuals, without that of the ladder.</summary>
    public const int Perpetuals = 50;

    /// <summary>The perpetual of the ladder.</summary>
    public const string Ladder = "LADDER";

    /// <summary>The first price of everything, millionths.</summary>
    public const long FirstPrice = 1_000_000_000;

    /// <summary>One holder of the ladder crosses in each step of its price.</summary>
    private const long LadderStep = FirstPrice / 10_000;

    private const string VenueId = "dex";
    private const int Exponent = -6;
    private const long InitialPpm = 20_000;
    private const long MaintenancePpm = 10_000;
    private const long PpmOne = 1_000_000;
    private const long LadderSize = 100;

    /// <summary>The venue.</summary>
    public static Venue Venue { get; } = new() { Id = VenueId, Numeraire = "USD", NumeraireExponent = Exponent };

    /// <summary>Every perpetual.</summary>
    public static IEnumerable<Instrument> Instruments => Enumerable.Range(0, Perpetuals).Select(Name).Append(Ladder).Select(Perpetual);

    /// <summary>Name of a perpetual, which is its feed's too.</summary>
    public static string Name(int perpetual) => $"PERP-{perpetual:D2}";

    /// <summary>An id of 12 bytes, as long as the keys of the others.</summary>
    public static string Account(int number) => $"{VenueId}:{number:D8}";

    /// <summary>A holder of the ladder.</summary>
    public static string LadderAccount(int step) => $"{VenueId}:L{step:D7}";

    /// <summary>The position of an account, equally many in each perpetual; so many times as large, with as many times the collateral.</summary>
    public static Position Position(int number, SeededRandom random, int times)
    {
        long size = random.Between(1, 1_000) * times;
        long collateral = size * FirstPrice / PpmOne * random.Between(50_000, 500_000);
        long signed = random.Chance(PpmOne / 2) ? size : -size;
        return Holding(Account(number), Name(number % Perpetuals), signed, (signed * FirstPrice) - collateral);
    }

    /// <summary>A holder that crosses one step and a half below the first price, and so on down.</summary>
    public static Position LadderPosition(int step) =>
        Holding(LadderAccount(step), Ladder, LadderSize, (FirstPrice - ((step + 1) * LadderStep)) * LadderSize / PpmOne * (PpmOne - MaintenancePpm));

    /// <summary>The price of the ladder that is beyond a holder's line and before the next one's.</summary>
    public static long LadderPrice(int step) => FirstPrice - ((step + 1) * LadderStep) - (LadderStep / 2);

    /// <summary>An observation of a price.</summary>
    public static Observation Price(string feed, long price, long atMs) => new() { Feed = feed, Source = "bench", Value = price, PublishedAtMs = atMs };

    private static Position Holding(string account, string instrument, long size, long cost) =>
        new() { Account = account, Instrument = instrument, Size = size, Cost = cost, Cause = PositionCause.Trade };

    private static Instrument Perpetual(string id) => new()
    {
        Id = id,
        Venue = VenueId,
        Kind = InstrumentKind.Perpetual,
        PriceExponent = Exponent,
        Feeds = new Dictionary<string, string> { ["mark"] = id },
        Tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            ["bracketLowerBound"] = [0], ["bracketInitialPpm"] = [InitialPpm], ["bracketMaintenancePpm"] = [MaintenancePpm],
        },
    };
}
