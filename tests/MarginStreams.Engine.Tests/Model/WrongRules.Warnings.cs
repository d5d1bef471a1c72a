using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>Wrong warning lines, and wrong conclusions from missing prices.</content>
internal static partial class WrongRules
{
    /// <summary>The warning line of the book, written in parts that can each be wrong.</summary>
    private sealed class WrongWarnings : LinearByTheBook
    {
        public Func<BigInteger, BigInteger, bool> IsBelow { get; init; } = static (left, right) => left < right;

        public Func<VenueTerms, long, long, long> HysteresisOf { get; init; } =
            static (venue, line, former) => venue.Bands.Contains(former) && line >= former ? venue.BandHysteresisPpm : 0;

        public bool IsHighest { get; init; }

        public bool NeedsRequirement { get; init; } = true;

        public override long WarningLine(VenueTerms venue, BigInteger equity, BigInteger maintenanceSurplus, long former)
        {
            BigInteger requirement = equity - maintenanceSurplus;
            if (NeedsRequirement && requirement <= 0)
            {
                return 0;
            }

            long[] below = [.. venue.Bands.Where(line => IsBelow(equity * 1_000_000, (line + HysteresisOf(venue, line, former)) * requirement))];
            return below.Length == 0 ? 0 : IsHighest ? below.Max() : below.Min();
        }
    }

    private sealed class Immune : LinearByTheBook
    {
        public override bool IsCertainWithoutPrices(Assessment atZero) => false;
    }

    private sealed class TakenForZero : LinearByTheBook
    {
        public override bool IsCertainWithoutPrices(Assessment atZero) => true;
    }

    private sealed class AssetsTakenForZero : LinearByTheBook
    {
        public override bool IsBestAtZero(Holding holding) => true;
    }
}
