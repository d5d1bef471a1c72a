using System.Buffers;

namespace MarginStreams.Cli.Recordings;

/// <summary>The lines of a UTF-8 file through one pooled buffer: a line is valid until the next one is asked for.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>Longest line that is read, bytes: more than any broker takes as a record.</summary>
    public const int LineLengthMax = 16 * 1024 * 1024;

    private const int BufferLengthMin = 256 * 1024;

    private readonly string _file;
    private readonly FileStream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLengthMin);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public LineReader(string file)
    {
        _file = file;
        _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    }

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its line feed.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next()
    {
        int searched = 0;
        while (true)
        {
            int feed = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                Take(searched + feed, 1);
                return true;
            }

            if (_isAtEnd)
            {
                bool any = _end > _start;
                if (any)
                {
                    Take(_end - _start, 0);
                }

                return any;
            }

            searched = _end - _start;
            Fill();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Take(int length, int terminator)
    {
        Line = _buffer.AsMemory(_start, length);
        _start += length + terminator;
        Number++;
    }

    private void Fill()
    {
        int kept = _end - _start;
        if (kept > LineLengthMax)
        {
            throw new RecordingException(_file, Number + 1, "", $"expected a line of at most {LineLengthMax} bytes, found a longer one");
        }

        byte[] target = kept > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, kept);
        if (!ReferenceEquals(target, _buffer))
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _start = 0;
        _end = kept;
        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
