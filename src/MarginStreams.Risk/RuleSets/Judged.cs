using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>What is needed to decide about an account, exactly.</summary>
/// <param name="Equity">Sum of the values at weight one and plain prices, numeraire's smallest unit.</param>
/// <param name="Maintenance">Surplus over maintenance, numeraire's smallest unit.</param>
/// <param name="IsLiquidatable">Whether the account is to be liquidated.</param>
/// <param name="IsOut">Whether an account in liquidation may leave it.</param>
/// <param name="HasClosable">Whether there is a position to close or an asset to seize.</param>
public readonly record struct Judged<T>(T Equity, T Maintenance, bool IsLiquidatable, bool IsOut, bool HasClosable)
    where T : IBinaryInteger<T>
{
    /// <summary>Whether the account owes more than it has.</summary>
    public bool IsBankrupt => T.IsNegative(Equity);
}
