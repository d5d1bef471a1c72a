using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>Everything the engine keeps of one account, in canonical form.</summary>
/// <param name="Account">Account id.</param>
/// <param name="PositionOffset">Offset of its latest record.</param>
/// <param name="Attributes">Its attributes, in ordinal order of name; null when it never had a record of its own.</param>
/// <param name="Holdings">Its holdings, in ordinal order of instrument.</param>
/// <param name="Episode">The open episode, or null.</param>
/// <param name="Band">Its band; null before it was first judged.</param>
/// <param name="Await">What it waits for before it is judged, or null.</param>
/// <param name="WarningPpm">The warning line that it is below, ppm; 0 is none.</param>
public sealed record AccountState(
    string Account,
    long PositionOffset,
    IReadOnlyList<KeyValuePair<string, BigInteger>>? Attributes,
    IReadOnlyList<KeyValuePair<string, Holding>> Holdings,
    EpisodeState? Episode,
    AccountBand? Band,
    AwaitState? Await,
    long WarningPpm);

/// <summary>An open episode.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Sequence">Sequence of its latest step.</param>
/// <param name="Held">Whether it is held.</param>
/// <param name="Bankrupt">Whether it was escalated for bankruptcy.</param>
/// <param name="ExpiresAtMs">When the latest advice expires; 0 is never.</param>
public sealed record EpisodeState(EpisodeId Id, int Sequence, bool Held, bool Bankrupt, long ExpiresAtMs);

/// <summary>An account that is not to be judged yet.</summary>
/// <param name="RemainingInBlock">Records of the same block that are still to come.</param>
/// <param name="BlockNumber">Block that the venue's frame must reach; 0 is none.</param>
/// <param name="SinceFrame">Frame at which the waiting began.</param>
public sealed record AwaitState(int RemainingInBlock, long BlockNumber, long SinceFrame);
