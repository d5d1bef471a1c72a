namespace MarginStreams.Streams;

/// <summary>A folder of the local file system.</summary>
public sealed class SnapshotFolder(string path) : ISnapshotFolder
{
    private const int BufferBytes = 1 << 20;

    /// <inheritdoc/>
    public Stream? OpenRead(string name)
    {
        string file = Path.Combine(path, name);
        return File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes) : null;
    }

    /// <inheritdoc/>
    public Stream Create(string name)
    {
        Directory.CreateDirectory(path);
        return new FileStream(Path.Combine(path, name), FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferBytes);
    }

    /// <inheritdoc/>
    public void Finish(Stream file, string name, string finalName)
    {
        ((FileStream)file).Flush(flushToDisk: true);
        file.Dispose();
        File.Move(Path.Combine(path, name), Path.Combine(path, finalName), overwrite: true);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        if (Directory.Exists(path))
        {
            File.Delete(Path.Combine(path, name));
        }
    }
}
