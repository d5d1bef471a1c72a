using System.IO.Hashing;

namespace MarginStreams.Cli.Recordings;

/// <summary>A file of a recording: what a run's manifest says of its input.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Length">Its length, bytes.</param>
/// <param name="XxHash128">XXH128 of its content, hex.</param>
public sealed record RecordingFile(string Name, long Length, string XxHash128)
{
    /// <summary>Reads a file through.</summary>
    public static RecordingFile Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var hash = new XxHash128();
        hash.Append(stream);
        return new RecordingFile(Path.GetFileName(path), stream.Length, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }
}
