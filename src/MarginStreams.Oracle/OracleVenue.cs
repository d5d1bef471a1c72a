using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>A venue, as the oracle has to know it.</summary>
/// <param name="Terms">Its terms.</param>
/// <param name="Accrual">How interest accrues between the observations of an index.</param>
public sealed record OracleVenue(VenueTerms Terms, InterestAccrual Accrual);

/// <summary>How interest accrues between the observations of an index.</summary>
public enum InterestAccrual
{
    /// <summary>Not at all: an index stands still.</summary>
    None,

    /// <summary>Without interest on interest.</summary>
    Linear,

    /// <summary>Debts compounded, deposits linear: Aave's way.</summary>
    Compounded,
}
