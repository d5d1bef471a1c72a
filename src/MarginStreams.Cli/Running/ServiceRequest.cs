using MarginStreams.Cli.Terminal;

namespace MarginStreams.Cli.Running;

/// <summary>Which topologies a process serves.</summary>
[Flags]
public enum ServiceRole
{
    /// <summary>The oracle topology: one task.</summary>
    Oracle = 1,

    /// <summary>The margin topology: one task a partition of positions; with the intake, where positions are repartitioned.</summary>
    Margin = 2,

    /// <summary>Both.</summary>
    All = Oracle | Margin,
}

/// <summary>What a service is asked to do.</summary>
/// <param name="Role">Which topologies it serves.</param>
/// <param name="UntilCaughtUp">Whether it ends when every input stands at its end.</param>
/// <param name="LivenessFile">File to touch while the tasks turn; null is none.</param>
/// <param name="Replay">Folder of a recording that is published into the inputs meanwhile; null is none.</param>
public sealed record ServiceRequest(ServiceRole Role, bool UntilCaughtUp = false, string? LivenessFile = null, string? Replay = null)
{
    /// <summary>Where it shows what takes long; null where nobody looks.</summary>
    internal StatusLine? Line { get; init; }
}
