namespace MarginStreams.Cli.Recordings;

/// <summary>A line of a file: where a complaint belongs.</summary>
internal readonly record struct LinePlace(string File, long Line)
{
    /// <summary>The exception for a field of this line.</summary>
    public RecordingException Fault(string field, string expected, string found) =>
        new(File, Line, field, $"expected {expected}, found {RecordingException.Short(found)}");
}
