using MarginStreams.Contracts;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies;

/// <summary>When definitions take effect: at once, so one that asks for a later time is refused rather than applied too early.</summary>
internal static class Schedule
{
    /// <summary>Refuses a definition of the future.</summary>
    public static Refusal? Check(object decoded, long timestampMs)
    {
        long effectiveAtMs = decoded switch
        {
            Venue venue => venue.EffectiveAtMs,
            Instrument instrument => instrument.EffectiveAtMs,
            _ => 0,
        };
        return effectiveAtMs <= timestampMs
            ? null
            : new(
                nameof(OracleReject.TermsRefused),
                $"effectiveAtMs: expected a time not after the record's own, {timestampMs}, but it is {effectiveAtMs}: settings cannot be scheduled yet");
    }
}
