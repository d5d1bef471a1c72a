namespace MarginStreams.Engine;

/// <summary>
/// What an engine holds in memory, bytes: what is allocated, with what is free in it. What few accounts have in objects of their own is not counted.
/// </summary>
/// <param name="Tables">Accounts and their holdings.</param>
/// <param name="Indexes">Boundaries and whose they are.</param>
/// <param name="Ids">Texts of the ids, and the tables that find them.</param>
public readonly record struct EngineMemory(long Tables, long Indexes, long Ids);
