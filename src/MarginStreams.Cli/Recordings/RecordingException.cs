namespace MarginStreams.Cli.Recordings;

/// <summary>A file of a recording, or one to import, does not hold what it has to.</summary>
/// <param name="file">The file or folder at fault.</param>
/// <param name="line">The line at fault, from 1; 0 when it is not about a line.</param>
/// <param name="field">The field at fault; empty when it is not about a field.</param>
/// <param name="problem">What was expected and what was found.</param>
public sealed class RecordingException(string file, long line, string field, string problem)
    : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {(field.Length > 0 ? $"{field}: " : "")}{problem}")
{
    private const int FoundLengthMax = 80;

    /// <summary>The file or folder at fault.</summary>
    public string File { get; } = file;

    /// <summary>The line at fault, from 1; 0 when it is not about a line.</summary>
    public long Line { get; } = line;

    /// <summary>The field at fault, such as <c>value.size</c>; empty when it is not about a field.</summary>
    public string Field { get; } = field;

    /// <summary>What was found, short enough for a message.</summary>
    internal static string Short(string found) => found.Length <= FoundLengthMax ? found : found[..FoundLengthMax] + "…";
}
