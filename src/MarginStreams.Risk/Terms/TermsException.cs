namespace MarginStreams.Risk;

/// <summary>A configuration breaks a condition of its rule set; the message names the condition and the values.</summary>
public sealed class TermsException(string field, string message) : Exception(message)
{
    /// <summary>The parameter, table or field at fault.</summary>
    public string Field { get; } = field;
}
