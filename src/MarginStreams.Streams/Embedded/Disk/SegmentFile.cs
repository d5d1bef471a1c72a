using Microsoft.Win32.SafeHandles;

namespace MarginStreams.Streams;

/// <summary>A file of frames that only grows.</summary>
internal sealed class SegmentFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens a file, or makes it.</summary>
    public SegmentFile(string path, long salt)
    {
        Path = path;
        Salt = salt;
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What its hashes are salted with.</summary>
    public long Salt { get; }

    /// <summary>Its length, bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The blocks in it that are sealed.</summary>
    public List<RecordBlock> Blocks { get; } = [];

    /// <summary>Transactions that a marker in it says were aborted.</summary>
    public List<long> Aborted { get; } = [];

    /// <summary>Adds whole frames.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Reads bytes that are there.</summary>
    public void Read(Span<byte> into, long position)
    {
        for (int done = 0; done < into.Length;)
        {
            int count = RandomAccess.Read(_handle, into[done..], position + done);
            done += count > 0 ? count : throw new LogCorruptException(Path, position + done, "the file is shorter than it was");
        }
    }

    /// <summary>Cuts off what follows a position.</summary>
    public void Cut(long position)
    {
        RandomAccess.SetLength(_handle, position);
        Length = position;
    }

    /// <summary>Waits until all of it is on the device.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
