namespace MarginStreams.Topologies;

/// <summary>Limits of input records; what lies beyond them is a dead letter.</summary>
internal static class InputLimits
{
    /// <summary>
    /// The largest key and value together, bytes. A definition travels on in frames, a position may wait in the changelog: both have to fit into a message,
    /// with others beside them.
    /// </summary>
    public const int RecordBytesMax = 256 * 1024;

    /// <summary>The latest timestamp, ms: the end of the year 9999. One in microseconds lies far beyond, and would carry stream-time away for ever.</summary>
    public const long TimestampMsMax = 253_402_300_799_999;
}
