using System.Globalization;

namespace MarginStreams.Cli;

/// <summary>Points in time as a person reads them: UTC, and said so.</summary>
internal static class UtcText
{
    /// <summary>To the millisecond.</summary>
    public static string Of(long ms) => Text(ms, "yyyy-MM-dd HH:mm:ss.fff'Z'");

    /// <summary>To the minute.</summary>
    public static string ToMinute(long ms) => Text(ms, "yyyy-MM-dd HH:mm'Z'");

    private static string Text(long ms, string format) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString(format, CultureInfo.InvariantCulture);
}
