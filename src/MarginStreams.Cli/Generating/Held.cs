using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Cli.Generating;

/// <summary>A holding of a generated account.</summary>
internal sealed class Held(Listing listing, BigInteger size, BigInteger cost)
{
    public Listing Listing { get; } = listing;

    public BigInteger Size { get; set; } = size;

    /// <summary>Quote paid, numeraire's smallest unit; 0 for assets.</summary>
    public BigInteger Cost { get; set; } = cost;

    public BigInteger SettledIndex { get; set; } = listing.IsPerpetual ? listing.Values.FundingIndex : BigInteger.Zero;

    /// <summary>Whether it is a debt or a position.</summary>
    public bool IsExposure => Listing.IsPerpetual ? !Size.IsZero : Size.Sign < 0;

    /// <summary>What it contributes to a line under the rule set, numeraire's smallest unit.</summary>
    public BigInteger Contribution(LinearLine line)
    {
        try
        {
            if (Listing.Narrow is { } narrow && Lane.Fits<Int128>(Size) && Lane.Fits<Int128>(Cost) && Lane.Fits<Int128>(SettledIndex))
            {
                var none = default(NoLinearTrace<Int128>);
                return LinearRule.Contribution(narrow, line, (Int128)Size, (Int128)Cost, (Int128)SettledIndex, ref none);
            }
        }
        catch (OverflowException)
        {
            // Beyond the narrow lane: the wide one below has the exact figure.
        }

        var wide = default(NoLinearTrace<BigInteger>);
        return LinearRule.Contribution(Listing.Wide!, line, Size, Cost, SettledIndex, ref wide);
    }

    /// <summary>Nothing is left of it.</summary>
    public void Clear() => (Size, Cost, SettledIndex) = (BigInteger.Zero, BigInteger.Zero, BigInteger.Zero);

    /// <summary>The record of it.</summary>
    public Position ToPosition(string account, PositionCause cause, int remaining) => new()
    {
        Account = account,
        Instrument = Listing.Id,
        Size = Size,
        Cost = Cost,
        SettledIndex = SettledIndex,
        Cause = cause,
        RemainingInBlock = remaining,
    };
}
