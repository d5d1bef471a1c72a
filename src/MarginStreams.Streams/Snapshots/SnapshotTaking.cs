using System.Buffers;
using System.Threading.Channels;

namespace MarginStreams.Streams;

/// <summary>
/// One snapshot that is being written: pieces go through a bounded queue to a thread of its own, so a disk that is slow or stuck holds back the snapshot and
/// never the task. The file takes its name only when everything stands on the disk; until then the former snapshot stays.
/// </summary>
internal sealed class SnapshotTaking : IDisposable
{
    private readonly ISnapshotFolder _folder;
    private readonly string _name;
    private readonly string _finalName;
    private readonly ISnapshotPieces _pieces;
    private readonly Channel<byte[]>? _queue;
    private readonly Task? _writing;
    private readonly SnapshotManifest _manifest;
    private Stream? _file;
    private SnapshotFileWriter? _writer;
    private int _pieceCount;
    private long _endOffset;
    private bool _isSealed;
    private volatile bool _isAbandoned;

    /// <summary>Begins.</summary>
    public SnapshotTaking(ISnapshotFolder folder, string finalName, SnapshotManifest manifest, ISnapshotPieces pieces, bool inBackground)
    {
        (_folder, _finalName, _manifest, _pieces) = (folder, finalName, manifest, pieces);

        // Two processes may write one for the same task for a moment, while it moves from one to the other.
        _name = $"{finalName}.{Environment.ProcessId}.part";
        if (inBackground)
        {
            _queue = Channel.CreateBounded<byte[]>(
                new BoundedChannelOptions(StreamLimits.SnapshotPiecesMax) { SingleReader = true, SingleWriter = true });
            _writing = Task.Run(WriteAllAsync);
        }
    }

    /// <summary>Why it could not be written.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Takes a step.</summary>
    public SnapshotStep Step(Func<long> changelogEnd)
    {
        if (_queue is null)
        {
            return StepHere(changelogEnd);
        }

        if (_writing!.IsCompleted)
        {
            _writing.GetAwaiter().GetResult();
            return Failure is null && _isSealed ? SnapshotStep.Completed : SnapshotStep.Failed;
        }

        // The task is the only writer, so what has room now has room when it writes.
        if (!_isSealed && _queue.Reader.Count < StreamLimits.SnapshotPiecesMax)
        {
            if (Next() is { } piece)
            {
                _queue.Writer.TryWrite(piece);
                return SnapshotStep.Wrote;
            }
            else
            {
                Seal(changelogEnd);
                _queue.Writer.Complete();
            }
        }

        return SnapshotStep.Nothing;
    }

    /// <summary>Gives it up, if it is not complete.</summary>
    public void Dispose()
    {
        _isAbandoned = true;
        _queue?.Writer.TryComplete();
        if (_queue is null)
        {
            Clean();
        }
    }

    private SnapshotStep StepHere(Func<long> changelogEnd)
    {
        try
        {
            if (Next() is { } piece)
            {
                Write(piece);
                return SnapshotStep.Wrote;
            }

            Seal(changelogEnd);
            Finish();
            return SnapshotStep.Completed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure;
            Clean();
            return SnapshotStep.Failed;
        }
    }

    private byte[]? Next()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return _pieces.WriteNext(buffer) ? buffer.WrittenSpan.ToArray() : null;
    }

    private void Seal(Func<long> changelogEnd)
    {
        _endOffset = changelogEnd();
        _isSealed = true;
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (byte[] piece in _queue!.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                Write(piece);
            }

            if (!_isAbandoned)
            {
                Finish();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure;
        }

        Clean();
    }

    private void Write(byte[] piece)
    {
        _file ??= _folder.Create(_name);
        _writer ??= new SnapshotFileWriter(_file);
        _writer.Write(piece);
        _pieceCount++;
    }

    private void Finish()
    {
        _file ??= _folder.Create(_name);
        _writer ??= new SnapshotFileWriter(_file);
        _writer.Write(_manifest with { EndOffset = _endOffset, PieceCount = _pieceCount });
        _folder.Finish(_file, _name, _finalName);
        _file = null;
    }

    private void Clean()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            Stream file = _file;
            _file = null;
            file.Dispose();
            _folder.Delete(_name);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            Failure ??= stuck;
        }
    }
}
