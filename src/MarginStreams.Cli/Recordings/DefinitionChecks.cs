using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Recordings;

/// <summary>
/// Holds the venues and instruments of a recording to the conditions of their rule set. In a stream a definition that breaks one is a dead letter and all
/// else goes on; in a file it is a mistake that somebody wants to know of before anything is run.
/// </summary>
internal sealed class DefinitionChecks
{
    private readonly Dictionary<string, VenueTerms> _venues = new(StringComparer.Ordinal);

    /// <summary>Takes the next definition; venues come before instruments.</summary>
    public void Check(LinePlace place, RecordedRecord record)
    {
        try
        {
            switch (record)
            {
                case { Topic: InputTopic.Venues, Avro: { } avro }:
                    VenueTerms venue = TermsMapping.ToOracle(RecordCodecs.Venue.Decode(avro)).Terms;
                    RuleSetCatalog.Create(venue);
                    if (_venues.TryGetValue(venue.Id, out VenueTerms? former))
                    {
                        venue.RequireRuleSetOf(former);
                    }

                    _venues[venue.Id] = venue;
                    break;
                case { Topic: InputTopic.Instruments, Avro: { } avro }:
                    OracleInstrument instrument = TermsMapping.ToOracle(RecordCodecs.Instrument.Decode(avro));
                    RuleSetCatalog.Create(_venues[instrument.Terms.Venue]).Create(instrument.Terms);
                    OraclePolicy.Check(instrument.Policy);
                    break;
            }
        }
        catch (TermsException refused)
        {
            throw new RecordingException(place.File, place.Line, $"value.{refused.Field}", refused.Message);
        }
    }
}
