namespace MarginStreams.Engine;

/// <summary>What a snapshot holds.</summary>
/// <param name="Frame">Number of the latest frame that the engine had seen; -1 before the first.</param>
/// <param name="AccountCount">Accounts.</param>
/// <param name="ByteCount">Bytes, from its first to its last.</param>
public readonly record struct SnapshotSummary(long Frame, int AccountCount, long ByteCount);
