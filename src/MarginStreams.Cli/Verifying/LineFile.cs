namespace MarginStreams.Cli.Verifying;

/// <summary>A file of lines, read once from its beginning to its end without being held in memory.</summary>
/// <param name="stream">The file.</param>
public sealed class LineFile(Stream stream)
{
    private const int LeastBuffer = 1 << 20;

    /// <summary>Whether the last line has a line feed, once all were read; true of a file without lines.</summary>
    public bool EndsInLineFeed { get; private set; } = true;

    /// <summary>The lines, without their line feeds.</summary>
    public IEnumerable<byte[]> Read()
    {
        byte[] buffer = new byte[LeastBuffer];
        int start = 0, end = 0;
        while (true)
        {
            int feed = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                yield return buffer.AsSpan(start, feed).ToArray();
                start += feed + 1;
                continue;
            }

            // What is left is the beginning of a line: it goes to the front, and where it fills the buffer, that grows.
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, checked(2 * end));
            }

            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        EndsInLineFeed = end == 0;
        if (end > 0)
        {
            yield return buffer.AsSpan(0, end).ToArray();
        }
    }
}
