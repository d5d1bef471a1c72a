using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>What few accounts have.</summary>
internal sealed class AccountExtras
{
    /// <summary>Attributes in ordinal order of name, or null.</summary>
    public IReadOnlyList<KeyValuePair<string, BigInteger>>? Attributes { get; set; }

    /// <summary>The open episode, or null.</summary>
    public EpisodeState? Episode { get; set; }

    /// <summary>What it waits for, or null.</summary>
    public AwaitState? Await { get; set; }

    /// <summary>Whether there is nothing left.</summary>
    public bool IsEmpty => Attributes is null && Episode is null && Await is null;
}
