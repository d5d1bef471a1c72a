using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// Keeps the margin of the accounts of one partition. Pure: (state, event) to (state, effects), the same on every machine.
/// Effects of one event come in ordinal order of account. <c>docs/concepts/episodes.md</c> is the specification.
/// </summary>
public interface IMarginEngine
{
    /// <summary>Takes a whole frame, then judges.</summary>
    void Apply(MarketFrame frame, IEffects effects);

    /// <summary>Takes a holding's new state, or refuses it and stays as it was.</summary>
    RejectReason Apply(HoldingEvent holding, IEffects effects);

    /// <summary>Takes a holding's new state, or refuses it and stays as it was: the same, for most records. Its names are UTF-8.</summary>
    RejectReason Apply(in NarrowHoldingEvent holding, IEffects effects);

    /// <summary>Takes an account's own attributes, or refuses them and stays as it was.</summary>
    RejectReason Apply(AccountEvent account, IEffects effects);

    /// <summary>The state, account by account in ordinal order: for hashing, changelogs and comparison.</summary>
    IEnumerable<AccountState> Accounts();

    /// <summary>One account's state, or null.</summary>
    AccountState? Find(string account);

    /// <summary>An account's figures at the latest frame, whether or not it awaits something; null when it is not known or cannot be judged.</summary>
    Assessment? Assess(string account);

    /// <summary>
    /// The worst accounts that stand below a warning line or maintenance and await nothing, worst first: by equity over maintenance requirement, those without
    /// a requirement before all others and by equity, then by the larger requirement, then in ordinal order of id. Those that cannot be judged are not among
    /// them.
    /// </summary>
    IReadOnlyList<RankedAccount> Worst(int count);

    /// <summary>Open interest and liquidation ladder of an instrument; null before it has terms and a price.</summary>
    MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices);

    /// <summary>
    /// Gives the state of each account that changed since the last call, and takes away those that are gone: first the latter in the order in which they went,
    /// then the others in the order in which they changed first.
    /// </summary>
    void TakeChanges(IStateSink sink);

    /// <summary>A walk through all accounts, for a snapshot.</summary>
    IStateWalk Walk();

    /// <summary>
    /// Takes back a record that an engine gave, in the place of a former one of the same account; an empty record takes the account away. Nothing follows from
    /// it before <see cref="Restored"/>: frames move the market alone, without looking at the account, and no record may come.
    /// </summary>
    /// <param name="account">Account id, UTF-8.</param>
    /// <param name="state">The record.</param>
    /// <exception cref="InvalidDataException">It is not one. The engine may hold some of it, and is of no use any more.</exception>
    void Restore(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state);

    /// <summary>Every record was taken back, and the market stands where it stood: it goes on as the engine that gave them. Has no effects.</summary>
    void Restored();
}

/// <summary>Where an engine's effects go.</summary>
public interface IEffects
{
    /// <summary>A step of an episode.</summary>
    void Episode(EpisodeStep step);

    /// <summary>An account's band changed, or the account is gone.</summary>
    void Status(StatusChange change);
}

/// <summary>Why an event was refused.</summary>
public enum RejectReason
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>The account's id has no venue before a colon.</summary>
    AccountIdInvalid,

    /// <summary>The instrument belongs to another venue than the account.</summary>
    VenueMismatch,

    /// <summary>A deposit below zero, or a debt above.</summary>
    SideMismatch,

    /// <summary>The count of remaining records is negative.</summary>
    RemainingNegative,
}
