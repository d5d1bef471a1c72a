using System.Diagnostics;

namespace MarginStreams.Cli.Benching;

/// <summary>A contestant: a program that measures itself on a broker and prints <c>name=value</c> lines.</summary>
/// <param name="Name">Its name, with which the names of its medians begin.</param>
/// <param name="File">The program.</param>
/// <param name="Arguments">What it is told.</param>
internal sealed record PeerProgram(string Name, string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Runs it to its end and returns the lines of its stdout; what it says on stderr goes to ours.</summary>
    /// <exception cref="CliException">It failed, or could not be started.</exception>
    public IReadOnlyList<string> Run(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(File, Arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start) ?? throw new CliException(ExitCode.Unexpected, $"{File} could not be started");
        using CancellationTokenRegistration end = cancel.Register(() => process.Kill(entireProcessTree: true));
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? lines : throw new CliException(ExitCode.Unexpected, $"{Name} ended with exit code {process.ExitCode}");
    }
}
