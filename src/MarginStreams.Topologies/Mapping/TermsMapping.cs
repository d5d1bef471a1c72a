using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>Venues and instruments of the wire, as the core knows them.</summary>
public static class TermsMapping
{
    /// <summary>The venue, its terms and accrual.</summary>
    /// <exception cref="TermsException">It asks for a guard that is not enforced yet, or its accrual is not known.</exception>
    public static OracleVenue ToOracle(Venue venue) => new(
        ToTerms(venue),
        venue.Accrual switch
        {
            Accrual.None => InterestAccrual.None,
            Accrual.Linear => InterestAccrual.Linear,
            Accrual.Compounded => InterestAccrual.Compounded,
            _ => throw new TermsException("accrual", $"expected accrual None, Linear or Compounded, but it is {venue.Accrual}"),
        });

    /// <summary>The venue's terms.</summary>
    /// <exception cref="TermsException">It asks for a guard that is not enforced yet.</exception>
    public static VenueTerms ToTerms(Venue venue)
    {
        NotYet("maxPositionLagMs", venue.MaxPositionLagMs);
        NotYet("breakerMovePpm", venue.BreakerMovePpm);
        NotYet("breakerSharePpm", venue.BreakerSharePpm);
        return new VenueTerms(
            venue.Id,
            venue.RuleSet,
            venue.RuleSetVersion,
            venue.Numeraire,
            venue.NumeraireExponent,
            venue.Parameters,
            venue.TriggerTtlMs)
        {
            Bands = venue.Bands,
            BandHysteresisPpm = venue.BandHysteresisPpm,
        };
    }

    /// <summary>The instrument, its terms and feeds.</summary>
    /// <exception cref="TermsException">Its kind or side is not known.</exception>
    public static OracleInstrument ToOracle(Instrument instrument)
    {
        string? feed = instrument.Feeds.GetValueOrDefault("mark") ?? instrument.Feeds.GetValueOrDefault("index");
        string[] feeds = [.. instrument.Feeds.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new OracleInstrument(ToTerms(instrument), feed, feeds, instrument.OraclePolicy);
    }

    /// <summary>The instrument's terms.</summary>
    /// <exception cref="TermsException">Its kind or side is not known.</exception>
    public static InstrumentTerms ToTerms(Instrument instrument) => new(
        instrument.Id,
        instrument.Venue,
        instrument.Kind switch
        {
            Contracts.InstrumentKind.Asset => Risk.InstrumentKind.Asset,
            Contracts.InstrumentKind.Perpetual => Risk.InstrumentKind.Perpetual,
            Contracts.InstrumentKind.Future => Risk.InstrumentKind.Future,
            Contracts.InstrumentKind.Option => Risk.InstrumentKind.Option,
            _ => throw new TermsException("kind", $"expected kind Asset, Perpetual, Future or Option, but it is {instrument.Kind}"),
        },
        instrument.Side switch
        {
            Contracts.InstrumentSide.Either => Risk.InstrumentSide.Either,
            Contracts.InstrumentSide.Deposit => Risk.InstrumentSide.Deposit,
            Contracts.InstrumentSide.Debt => Risk.InstrumentSide.Debt,
            _ => throw new TermsException("side", $"expected side Either, Deposit or Debt, but it is {instrument.Side}"),
        },
        instrument.SizeExponent,
        instrument.PriceExponent,
        instrument.Multiplier,
        instrument.Inverse,
        instrument.Feeds.ContainsKey("mark") || instrument.Feeds.ContainsKey("index"),
        instrument.OnChainId,
        instrument.Parameters,
        instrument.Tables);

    private static void NotYet(string field, BigInteger value)
    {
        if (!value.IsZero)
        {
            throw new TermsException(field, $"expected {field} = 0 (off): this guard is not enforced yet");
        }
    }
}
