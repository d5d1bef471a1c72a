using MarginStreams.Streams;

namespace MarginStreams.Cli.Commands;

/// <summary>Runs the blocking body of a command off the thread that waits for Ctrl+C.</summary>
internal static class CommandTask
{
    /// <summary>The body's exit code, as the process gives it.</summary>
    public static async Task<int> Run(Func<ExitCode> body) => (int)await OwnThread.Run(body);
}
