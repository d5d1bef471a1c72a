namespace MarginStreams.Streams;

/// <summary>Names of the headers of a dead letter; their values are UTF-8 text.</summary>
public static class DeadLetterHeaders
{
    /// <summary>Topic of the record that could not be used.</summary>
    public const string Topic = "ms.topic";

    /// <summary>Its partition.</summary>
    public const string Partition = "ms.partition";

    /// <summary>Its offset.</summary>
    public const string Offset = "ms.offset";

    /// <summary>Its timestamp, ms.</summary>
    public const string Timestamp = "ms.timestamp";

    /// <summary>Why, for counting.</summary>
    public const string Reason = "ms.reason";

    /// <summary>Why, for a person.</summary>
    public const string Error = "ms.error";
}
