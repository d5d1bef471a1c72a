using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Commands;

/// <summary>Where commands put recordings.</summary>
internal static class RecordingFolder
{
    /// <summary>Refuses a folder that holds something other than a recording.</summary>
    /// <exception cref="CliException">It does.</exception>
    public static void RequireWritable(string folder)
    {
        var known = InputTopics.All.Select(InputTopics.FileName).ToHashSet(StringComparer.Ordinal);
        string? foreign = File.Exists(folder) ? folder
            : Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(entry => !known.Contains(Path.GetFileName(entry)))
            : null;
        if (foreign is not null)
        {
            throw new CliException(ExitCode.Usage, $"{foreign} belongs to no recording: choose another place for --out");
        }
    }
}
