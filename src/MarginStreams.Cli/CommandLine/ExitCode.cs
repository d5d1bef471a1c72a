namespace MarginStreams.Cli;

/// <summary>What the process says to a script. <c>docs/operating/exit-codes.md</c> is the same list for people.</summary>
public enum ExitCode
{
    /// <summary>It did what was asked.</summary>
    Ok = 0,

    /// <summary>Something that should not happen.</summary>
    Unexpected = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The configuration is wrong.</summary>
    Configuration = 3,

    /// <summary>An input file is missing, malformed or contradicts itself; of a live run, records that it took are gone.</summary>
    InputInvalid = 4,

    /// <summary>A run, or what a benchmark measured, is not what a recomputation gives.</summary>
    VerificationMismatch = 5,

    /// <summary>The broker or the schema registry does not answer.</summary>
    BrokerUnreachable = 6,

    /// <summary>Another instance took over.</summary>
    Fenced = 7,

    /// <summary>Stored state cannot be used.</summary>
    StateCorrupt = 8,

    /// <summary>Stopped by the user.</summary>
    Interrupted = 130,
}
