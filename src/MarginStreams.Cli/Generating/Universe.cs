using MarginStreams.Cli.Recordings;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Cli.Generating;

/// <summary>What accounts of a venue can hold at the first prices.</summary>
internal sealed class Universe
{
    private Universe(string venue, int numeraireExponent, Listing cash, Listing[] perpetuals, Listing[] collaterals, Listing[] debts)
    {
        Venue = venue;
        NumeraireExponent = numeraireExponent;
        Cash = cash;
        Perpetuals = perpetuals;
        Collaterals = collaterals;
        Debts = debts;
    }

    public string Venue { get; }

    /// <summary>The numeraire's smallest unit is 10^this.</summary>
    public int NumeraireExponent { get; }

    /// <summary>The numeraire as an instrument.</summary>
    public Listing Cash { get; }

    /// <summary>Perpetuals, those of the highest leverage first.</summary>
    public Listing[] Perpetuals { get; }

    /// <summary>Assets that count as collateral, without cash.</summary>
    public Listing[] Collaterals { get; }

    /// <summary>Assets that can be owed, without cash.</summary>
    public Listing[] Debts { get; }

    /// <summary>Looks at a venue's instruments as the latest frame left them; null while no perpetual has a price.</summary>
    /// <exception cref="RecordingException">There is nothing to hold as cash.</exception>
    public static Universe? At(RuleBook book, VenueTerms venue, string market)
    {
        Listing[] listed = [.. book.Priced.Where(listing => listing.Rules.Terms.Venue == venue.Id)];
        Listing[] perpetuals =
        [
            .. listed.Where(listing => listing.IsPerpetual).OrderBy(listing => ((LinearPerpetual)listing.Rules).Brackets.InitialPpm[0]),
        ];
        if (perpetuals.Length == 0)
        {
            return null;
        }

        Listing cash = listed.FirstOrDefault(listing => listing.IsNumeraire && listing.Rules.Terms.Side != InstrumentSide.Debt)
            ?? throw new RecordingException(market, 0, "", $"expected an instrument of venue {venue.Id} that is the numeraire itself, found none");
        Listing[] assets = [.. listed.Where(listing => !listing.IsPerpetual && !listing.IsNumeraire)];
        return new Universe(
            venue.Id,
            venue.NumeraireExponent,
            cash,
            perpetuals,
            [.. assets.Where(listing => listing.Rules is LinearAsset { WeightInitialPpm: > 0 } && listing.Rules.Terms.Side != InstrumentSide.Debt)],
            [.. assets.Where(listing => listing.Rules.Terms.Side != InstrumentSide.Deposit)]);
    }
}
