using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The arithmetic of one decision, line by line.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Frame">Number of the latest frame.</param>
/// <param name="StreamTimeMs">Its stream-time.</param>
/// <param name="Assessment">The figures that decide.</param>
/// <param name="Holdings">How each holding came to its share, in ordinal order of instrument.</param>
/// <param name="Totals">The sums, and what follows from them.</param>
public sealed record AccountExplanation(
    string Account,
    long Frame,
    long StreamTimeMs,
    Assessment Assessment,
    IReadOnlyList<HoldingExplanation> Holdings,
    IReadOnlyList<ExplanationLine> Totals);
