namespace MarginStreams.Contracts;

/// <summary>Bytes that are not a record, or a record that cannot become bytes.</summary>
public sealed class WireFormatException : Exception
{
    /// <summary>An error with a message for people.</summary>
    public WireFormatException(WireError error, string message)
        : base(message) => Error = error;

    /// <summary>An error with a message for people and what caused it.</summary>
    public WireFormatException(WireError error, string message, Exception cause)
        : base(message, cause) => Error = error;

    /// <summary>What is wrong, for counting.</summary>
    public WireError Error { get; }
}
