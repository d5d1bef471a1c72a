using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>An account in the order of how badly it stands.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Band">Its band.</param>
/// <param name="WarningPpm">The warning line that it is below, ppm; 0 is none.</param>
/// <param name="Assessment">Its figures at the latest frame.</param>
public sealed record RankedAccount(string Account, AccountBand Band, long WarningPpm, Assessment Assessment);
