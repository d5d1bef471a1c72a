using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Frames that were committed before: a task rebuilds the market from the latest keyframe before its cut.</summary>
public interface IFrameHistory
{
    /// <summary>The committed frames from one offset to another, both included.</summary>
    IEnumerable<LogRecord> Read(long fromOffset, long toOffset);
}
