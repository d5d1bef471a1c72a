namespace MarginStreams.Streams.Tests;

/// <summary>A folder in memory whose disk is full after so many bytes.</summary>
internal sealed class MemoryFolder : ISnapshotFolder
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Bytes that can be written before the disk is full.</summary>
    public long BytesLeft { get; set; } = long.MaxValue;

    /// <summary>The names of the files that stand.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>A file's bytes.</summary>
    public byte[] this[string name]
    {
        get => _files[name];
        set => _files[name] = value;
    }

    public Stream? OpenRead(string name) => _files.TryGetValue(name, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null;

    public Stream Create(string name) => new Limited(this);

    public void Finish(Stream file, string name, string finalName)
    {
        _files[finalName] = ((Limited)file).ToArray();
        file.Dispose();
    }

    public void Delete(string name) => _files.Remove(name);

    private sealed class Limited(MemoryFolder folder) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length > folder.BytesLeft)
            {
                base.Write(buffer[..(int)folder.BytesLeft]);
                folder.BytesLeft = 0;
                throw new IOException("the disk is full");
            }

            folder.BytesLeft -= buffer.Length;
            base.Write(buffer);
        }
    }
}
