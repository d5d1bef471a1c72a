using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What a person is told about the files of a log.</summary>
internal static partial class DiskLog
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{File} ended in the middle of a write at byte {Position}: cut {Bytes} bytes that were never committed")]
    public static partial void TornTail(ILogger logger, string file, long position, long bytes);
}
