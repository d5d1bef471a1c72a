namespace MarginStreams.Engine;

/// <summary>A boundary as a reader sees it.</summary>
/// <param name="Slot">Slot in the index.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Boundary">Where it stands, in units of the factor.</param>
public readonly record struct BoundaryEntry(int Slot, int Owner, long Boundary);
