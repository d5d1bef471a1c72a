using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>A pool's settings under the <c>aave-v3</c> rule set, known to be valid.</summary>
public sealed class AaveVenue : VenueRules
{
    private static readonly BigInteger CloseFactorHealthFactorDefault = 95 * BigInteger.Pow(10, 16);
    private static readonly BigInteger MinBaseMaxCloseFactorDefault = 2000 * BigInteger.Pow(10, 8);
    private static readonly BigInteger MinLeftoverBaseDefault = 1000 * BigInteger.Pow(10, 8);
    private static readonly BigInteger DefaultCloseFactorDefault = 5000;

    private AaveVenue(VenueTerms terms, AaveCloseFactor closeFactor)
        : base(terms) => CloseFactor = closeFactor;

    /// <summary>How much of a debt may be liquidated at once.</summary>
    public AaveCloseFactor CloseFactor { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> AccountAttributes { get; } = [AaveNames.EMode];

    /// <summary>An e-mode category is a byte.</summary>
    public override (BigInteger Min, BigInteger Max) AttributeRange(string name) => (0, byte.MaxValue);

    /// <summary>10^27: interest indices are in ray.</summary>
    public override BigInteger IndexOne => WadRayMath.Ray;

    /// <summary>Checks the terms.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public static AaveVenue Create(VenueTerms terms)
    {
        TermsCheck.Require(terms.RuleSet == AaveNames.RuleSet, "ruleSet", $"the rule set {AaveNames.RuleSet}, but it is {terms.RuleSet}");
        TermsCheck.Exponent("numeraireExponent", terms.NumeraireExponent);
        TermsCheck.Require(terms.TriggerTtlMs >= 0, "triggerTtlMs", $"triggerTtlMs >= 0, but it is {terms.TriggerTtlMs}");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, AaveNames.VenueParameters, AaveNames.RuleSet);
        BigInteger share = Parameter(AaveNames.DefaultCloseFactor, DefaultCloseFactorDefault);
        TermsCheck.Require(
            share >= 1 && share <= PercentageMath.One,
            $"parameters.{AaveNames.DefaultCloseFactor}",
            $"{AaveNames.DefaultCloseFactor} between 1 and {PercentageMath.One}, but it is {share}");
        return new AaveVenue(terms, new(
            Parameter(AaveNames.CloseFactorHealthFactor, CloseFactorHealthFactorDefault),
            Parameter(AaveNames.MinBaseMaxCloseFactor, MinBaseMaxCloseFactorDefault),
            Parameter(AaveNames.MinLeftoverBase, MinLeftoverBaseDefault),
            (int)share));

        BigInteger Parameter(string name, BigInteger absent)
        {
            BigInteger value = terms.Parameters.GetValueOrDefault(name, absent);
            TermsCheck.Require(value.Sign >= 0, $"parameters.{name}", $"{name} >= 0, but it is {value}");
            return value;
        }
    }

    /// <inheritdoc/>
    public override InstrumentRules Create(InstrumentTerms terms) => AaveInstrument.Create(Terms, terms);

    /// <summary>The account's e-mode category; what is no category, or one that an asset does not know, is as none.</summary>
    public override int MarginClassOf(IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes)
    {
        foreach ((string name, BigInteger value) in attributes ?? [])
        {
            if (name == AaveNames.EMode)
            {
                return value >= 0 && value <= byte.MaxValue ? (int)value : 0;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override Judged<Int128>? JudgeNarrow(ReadOnlySpan<RuledHolding<Int128>> holdings, int marginClass) =>
        AaveJudgement.Judge(holdings, marginClass);

    /// <inheritdoc/>
    public override Judged<BigInteger> Judge(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        AaveJudgement.Judge(holdings, marginClass)!.Value;

    /// <inheritdoc/>
    public override Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        AaveJudgement.Assess(holdings, marginClass, CloseFactor);

    /// <inheritdoc/>
    public override AccountArithmetic Explain(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        AaveExplanation.Of(this, holdings, marginClass);
}
