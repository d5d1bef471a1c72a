namespace MarginStreams.Cli;

/// <summary>A command ends without having done what was asked; the message is for the user.</summary>
public sealed class CliException(ExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process says to a script.</summary>
    public ExitCode Code { get; } = code;
}
