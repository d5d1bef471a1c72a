namespace MarginStreams.Engine;

/// <summary>Ways in which an engine is wrong on purpose: tests of the tests make one of each, and must find it.</summary>
internal enum EngineSabotage
{
    /// <summary>None.</summary>
    None,

    /// <summary>What roundings may take is given to the account instead of being taken from its slack: boundaries are rounded the wrong way.</summary>
    BoundaryRoundedTheWrongWay,

    /// <summary>The edges of warning lines that regions keep to are one unit of money off.</summary>
    BandEdgeOffByOne,

    /// <summary>An account that was looked at and stays as it is does not get its boundaries back.</summary>
    AccountNotRegisteredAgain,

    /// <summary>The share of the slack that belongs to drift is used for the principal as well.</summary>
    DriftForgotten,
}
