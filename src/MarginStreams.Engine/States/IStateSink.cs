namespace MarginStreams.Engine;

/// <summary>Where the states of accounts go. What it is given is overwritten after it returns.</summary>
public interface IStateSink
{
    /// <summary>An account's state, as <see cref="IMarginEngine.Restore"/> takes it back.</summary>
    /// <param name="account">Its id, UTF-8.</param>
    /// <param name="state">The record.</param>
    void Put(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state);

    /// <summary>An account is gone.</summary>
    /// <param name="account">Its id, UTF-8.</param>
    void Remove(ReadOnlySpan<byte> account);
}

/// <summary>A walk through all accounts, which may be left and gone on with while the engine takes events.</summary>
public interface IStateWalk
{
    /// <summary>
    /// Gives the next account's state as it stands now; false when there is none left. Whoever is there from the beginning of the walk to its end is met once;
    /// of those who came or went meanwhile nothing is promised.
    /// </summary>
    bool TryNext(IStateSink sink);
}
