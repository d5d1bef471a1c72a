using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Topologies.Tests;

/// <summary>A rule set of a test: it knows two attributes and judges nobody.</summary>
internal sealed class AttributeRules(VenueTerms terms) : VenueRules(terms)
{
    public override IReadOnlyList<string> AccountAttributes => ["eMode", "isBeingLiquidated"];

    public override (BigInteger Min, BigInteger Max) AttributeRange(string name) => name == "eMode" ? (0, 255) : (0, 1);

    public override InstrumentRules Create(InstrumentTerms terms) => throw new NotSupportedException();

    public override Judged<Int128>? JudgeNarrow(ReadOnlySpan<RuledHolding<Int128>> holdings, int marginClass) => throw new NotSupportedException();

    public override Judged<BigInteger> Judge(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) => throw new NotSupportedException();

    public override Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) => throw new NotSupportedException();

    public override AccountArithmetic Explain(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) => throw new NotSupportedException();
}
