namespace MarginStreams.Streams;

/// <summary>A small file of one frame that is replaced as a whole: whoever reads it sees the old content or the new one.</summary>
internal static class FrameFile
{
    /// <summary>Replaces a file. What was put together so far is its payload, behind the bytes kept free for the head.</summary>
    public static void Write(string path, ByteBuffer content, bool sync)
    {
        string temporary = path + DiskLayout.TemporarySuffix;
        File.Delete(temporary);
        long salt = FrameHeader.Salt(Path.GetFileName(path));
        FrameHeader.Complete(content.Written, 1, 0, 1, salt);
        using (var file = new SegmentFile(temporary, salt))
        {
            file.Append(content.Written);
            if (sync)
            {
                file.Sync();
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The payload of a file, or null when there is no such file or it is not what was written.</summary>
    public static byte[]? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(path);
        long salt = FrameHeader.Salt(Path.GetFileName(path));
        return bytes.Length >= FrameHeader.Bytes && FrameHeader.Read(bytes.AsSpan(0, FrameHeader.Bytes), salt) is { } header &&
            header.PayloadBytes == bytes.Length - FrameHeader.Bytes && header.Covers(bytes.AsSpan(FrameHeader.Bytes), salt)
            ? bytes[FrameHeader.Bytes..]
            : null;
    }

    /// <summary>The payload of a file, or null when there is no such file.</summary>
    /// <exception cref="LogCorruptException">It is not what was written.</exception>
    public static byte[]? Read(string path) =>
        TryRead(path) ?? (File.Exists(path) ? throw new LogCorruptException(path, 0, "the file does not match its hash") : null);

    /// <summary>A buffer for the content of such a file.</summary>
    public static ByteBuffer NewContent()
    {
        var content = new ByteBuffer();
        content.Reset(FrameHeader.Bytes);
        return content;
    }
}
