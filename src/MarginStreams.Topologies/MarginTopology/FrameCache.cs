using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// The latest frames, decoded once for all the margin tasks of a worker: those that run read nearly the same one, those that
/// are restored the same stretch from a keyframe on, each on a thread of its own. A frame is never changed by whoever takes it.
/// </summary>
public sealed class FrameCache(WireFormat wire)
{
    /// <summary>Frames that are kept: more than there are between two keyframes.</summary>
    private const int FramesMax = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (byte[] Value, Frame Frame)> _frames = [];
    private readonly Queue<long> _offsets = new();

    /// <summary>Frames that were decoded since the start.</summary>
    public long DecodedCount { get; private set; }

    /// <summary>
    /// The frame of a record. The frames are our own: one that cannot be read is a broken sequence, and the state after it would be wrong.
    /// </summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public Frame Decode(LogRecord record)
    {
        lock (_lock)
        {
            return DecodeOnce(record);
        }
    }

    private Frame DecodeOnce(LogRecord record)
    {
        // The same offset means the same bytes, unless somebody wrote the log anew.
        bool isKnown = _frames.TryGetValue(record.Offset, out (byte[] Value, Frame Frame) known);
        if (isKnown && known.Value.AsSpan().SequenceEqual(record.Value))
        {
            return known.Frame;
        }

        Frame frame = Read(record);
        DecodedCount++;
        _frames[record.Offset] = (record.Value!, frame);
        if (!isKnown)
        {
            _offsets.Enqueue(record.Offset);
        }

        if (_offsets.Count > FramesMax)
        {
            _frames.Remove(_offsets.Dequeue());
        }

        return frame;
    }

    private Frame Read(LogRecord record)
    {
        string where = $"{record.TopicPartition} at offset {record.Offset}";
        try
        {
            object? decoded = record.Value is null ? null : wire.Deserialize(record.Topic, record.Value);
            return decoded as Frame ?? throw new InvalidDataException($"{where}: expected a Frame, but it is a {decoded?.GetType().Name ?? "tombstone"}");
        }
        catch (WireFormatException undecodable)
        {
            throw new InvalidDataException($"{where}: {undecodable.Error}: {undecodable.Message}", undecodable);
        }
    }
}
