namespace MarginStreams.Risk;

/// <summary>The arithmetic of one account, line by line.</summary>
/// <param name="Holdings">How each holding came to its share, in ordinal order of instrument.</param>
/// <param name="Totals">The sums, and what follows from them.</param>
public sealed record AccountArithmetic(IReadOnlyList<HoldingExplanation> Holdings, IReadOnlyList<ExplanationLine> Totals);
