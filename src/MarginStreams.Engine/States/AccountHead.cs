using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>What a record of an account's state says before its holdings.</summary>
/// <param name="PositionOffset">Offset of its latest record.</param>
/// <param name="Band">Its band plus one; 0 before it was first judged.</param>
/// <param name="WarningPpm">The warning line that it is below, ppm; 0 is none.</param>
/// <param name="Attributes">Its attributes, or null.</param>
/// <param name="Episode">The open episode, or null.</param>
/// <param name="Await">What it awaits, or null.</param>
internal readonly record struct AccountHead(
    long PositionOffset,
    byte Band,
    long WarningPpm,
    IReadOnlyList<KeyValuePair<string, BigInteger>>? Attributes,
    EpisodeState? Episode,
    AwaitState? Await)
{
    /// <summary>Whether it has something that few accounts have.</summary>
    public bool HasExtras => Attributes is not null || Episode is not null || Await is not null;
}
