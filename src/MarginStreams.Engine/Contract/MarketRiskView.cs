using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>Open interest of an instrument, and what becomes liquidatable as its price alone moves.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="LongSize">Sum of the positive sizes, in the instrument's size unit.</param>
/// <param name="ShortSize">Sum of the negative sizes without their sign, in the instrument's size unit.</param>
/// <param name="Steps">A step for each price that was asked for, in that order.</param>
public sealed record MarketRiskView(string Instrument, BigInteger LongSize, BigInteger ShortSize, IReadOnlyList<RiskStep> Steps);

/// <summary>
/// What is liquidatable at a price of one instrument, everything else as it is; without the accounts in an episode, and those that are not healthy now.
/// </summary>
/// <param name="Price">The price, low and high alike, in the instrument's price unit.</param>
/// <param name="IsolatedNotional">Notional at that price of accounts whose only other holdings are the numeraire itself, numeraire's smallest unit, each
/// floored: exact.</param>
/// <param name="CrossNotionalEstimate">The same of all other accounts, by their bounds: an estimate.</param>
public sealed record RiskStep(BigInteger Price, BigInteger IsolatedNotional, BigInteger CrossNotionalEstimate);
