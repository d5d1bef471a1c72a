namespace MarginStreams.Risk;

/// <summary>One step of the arithmetic of a decision, for a reader who recomputes it by hand.</summary>
/// <param name="Name">What is worked out.</param>
/// <param name="Formula">How, in symbols; in words for what is given rather than worked out.</param>
/// <param name="Numbers">
/// The formula with the numbers put in; empty for what is given. <c>x</c> multiplies, <c>10^n</c> is a power, <c>|n|</c> a magnitude.
/// </param>
/// <param name="Result">The exact result: an integer or a fraction; an amount of money also as a decimal, in brackets.</param>
/// <param name="Unit">Unit of the result.</param>
/// <param name="Rounding">Which way the result was rounded, and in whose favour; <c>exact</c> where it was not.</param>
public sealed record ExplanationLine(string Name, string Formula, string Numbers, string Result, string Unit, string Rounding);

/// <summary>What one holding contributes, step by step.</summary>
/// <param name="Instrument">The instrument's id.</param>
/// <param name="Given">What the record, the configuration and the frame say.</param>
/// <param name="Equity">The steps to its contribution to equity, which is the last one's result.</param>
/// <param name="Initial">The steps to its contribution to the initial surplus.</param>
/// <param name="Maintenance">The steps to its contribution to the maintenance surplus.</param>
public sealed record HoldingExplanation(
    string Instrument,
    IReadOnlyList<ExplanationLine> Given,
    IReadOnlyList<ExplanationLine> Equity,
    IReadOnlyList<ExplanationLine> Initial,
    IReadOnlyList<ExplanationLine> Maintenance);
