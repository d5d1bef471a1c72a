namespace MarginStreams.Streams;

/// <summary>How a task came to an end that no restart can mend.</summary>
public enum TaskEnd
{
    /// <summary>It was told to, and committed what it had processed.</summary>
    Cancelled,

    /// <summary>Another process has taken it over: let go.</summary>
    Fenced,

    /// <summary>An invariant is broken, or the input is not what it must be: a person has to look.</summary>
    Broken,
}

/// <summary>How one task ended; the error is missing after an end that went well.</summary>
public sealed record TaskOutcome(string Name, TaskEnd End, Exception? Error);
