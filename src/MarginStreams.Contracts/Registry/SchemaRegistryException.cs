namespace MarginStreams.Contracts;

/// <summary>What a schema registry did not do.</summary>
public enum SchemaRegistryError
{
    /// <summary>It did not answer, or answered that it cannot, as often as was tried: later it may.</summary>
    Unreachable,

    /// <summary>It refused a schema that breaks the compatibility of its subject (409).</summary>
    Incompatible,

    /// <summary>It refused the request for another reason.</summary>
    Refused,

    /// <summary>Its answer is none of Confluent's interface.</summary>
    AnswerUnknown,
}

/// <summary>A request to the schema registry that failed.</summary>
public sealed class SchemaRegistryException : Exception
{
    internal SchemaRegistryException(SchemaRegistryError error, string message, Exception? cause = null)
        : base(message, cause) => Error = error;

    /// <summary>What it did not do.</summary>
    public SchemaRegistryError Error { get; }
}
