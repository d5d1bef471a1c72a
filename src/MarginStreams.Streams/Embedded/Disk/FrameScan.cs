namespace MarginStreams.Streams;

/// <summary>
/// Goes through the frames of a file from its beginning. A file whose writer was killed ends in the middle of a frame, or, after a loss of power, in pages of
/// zeros that were never written: that is a torn tail. Anything else that is not as it was written is corruption.
/// </summary>
internal sealed class FrameScan(SegmentFile file)
{
    private const int WindowBytes = 1 << 20;
    private const int PageBytes = 4_096;
    private byte[] _window = new byte[WindowBytes];
    private long _windowAt;
    private int _windowBytes;

    /// <summary>What is done with a frame: its head, its position in the file, its payload.</summary>
    public delegate void Visit(FrameHeader header, long position, ReadOnlySpan<byte> payload);

    /// <summary>Goes through the whole frames, and returns the position after the last of them: the file's length when it is not torn.</summary>
    /// <exception cref="LogCorruptException">A frame is not what was written, or does not follow the one before it.</exception>
    public long Run(long firstOffset, Visit visit)
    {
        long expected = firstOffset;
        long at = 0;
        while (at + FrameHeader.Bytes <= file.Length)
        {
            if (FrameHeader.Read(Bytes(at, FrameHeader.Bytes), file.Salt) is not { } header)
            {
                return IsZeroFrom(at) ? at : throw Corrupt(at, "a frame's head does not match its hash");
            }

            long payloadAt = at + FrameHeader.Bytes;
            long end = payloadAt + header.PayloadBytes;
            if (end > file.Length)
            {
                return at;
            }

            ReadOnlySpan<byte> payload = Bytes(payloadAt, header.PayloadBytes);
            if (!header.Covers(payload, file.Salt))
            {
                long lastPage = Math.Max(payloadAt, (file.Length - 1) / PageBytes * PageBytes);
                return end == file.Length && IsZeroFrom(lastPage) ? at : throw Corrupt(at, "a frame does not match its hash");
            }

            if (header.FirstOffset != expected)
            {
                throw Corrupt(at, $"the frame begins at offset {header.FirstOffset}, but the one before ends at {expected}");
            }

            Visited(visit, header, at, payload);
            expected = header.EndOffset;
            at = end;
        }

        return at;
    }

    private void Visited(Visit visit, FrameHeader header, long at, ReadOnlySpan<byte> payload)
    {
        try
        {
            visit(header, at, payload);
        }
        catch (InvalidDataException failure)
        {
            throw Corrupt(at, failure.Message);
        }
    }

    private LogCorruptException Corrupt(long at, string what) => new(file.Path, at, what);

    private bool IsZeroFrom(long at)
    {
        for (; at < file.Length; at += PageBytes)
        {
            if (Bytes(at, (int)Math.Min(PageBytes, file.Length - at)).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Bytes(long at, int count)
    {
        if (at < _windowAt || at + count > _windowAt + _windowBytes)
        {
            _window = count > _window.Length ? new byte[count] : _window;
            _windowAt = at;
            _windowBytes = (int)Math.Min(_window.Length, file.Length - at);
            file.Read(_window.AsSpan(0, _windowBytes), at);
        }

        return _window.AsSpan((int)(at - _windowAt), count);
    }
}
