namespace MarginStreams.Streams;

/// <summary>The files of one task's snapshots, as little of a file system as they need: a seam for disks that are slow, full or broken.</summary>
public interface ISnapshotFolder
{
    /// <summary>Opens a file for reading, or null when there is none.</summary>
    Stream? OpenRead(string name);

    /// <summary>Makes a new, empty file, or empties the one of this name.</summary>
    Stream Create(string name);

    /// <summary>Makes sure that everything written stands on the disk, closes the file, and gives it another name, all at once.</summary>
    void Finish(Stream file, string name, string finalName);

    /// <summary>Deletes a file, if there is one.</summary>
    void Delete(string name);
}
