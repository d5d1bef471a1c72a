namespace MarginStreams.Contracts;

/// <summary>How to reach a schema registry that speaks Confluent's REST interface.</summary>
/// <param name="Url">Its address, with the path of its interface where it has one.</param>
public sealed record RegistryOptions(Uri Url)
{
    /// <summary>User for basic authentication; empty is none.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password for basic authentication.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether schemas that the registry does not have are registered; otherwise they must be there.</summary>
    public bool AutoRegister { get; init; } = true;

    /// <summary>How long one request may take, ms.</summary>
    public int TimeoutMs { get; init; } = 5_000;

    /// <summary>How often a request is tried while the registry does not answer, or answers that it cannot.</summary>
    public int AttemptsMax { get; init; } = 5;

    /// <summary>Wait before the second attempt, ms; it doubles with each further one.</summary>
    public int RetryDelayMs { get; init; } = 200;

    /// <summary>The options without the password.</summary>
    public override string ToString() => Url.ToString();
}
