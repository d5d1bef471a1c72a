namespace MarginStreams.Topologies;

/// <summary>Why a record cannot be used: the reason is for counting, the error for a person.</summary>
internal sealed record Refusal(string Reason, string Error)
{
    /// <summary>A record of ours, in a topic that it does not belong to.</summary>
    public static Refusal Unexpected(object decoded, string topic) => new("UnexpectedRecord", $"a {decoded.GetType().Name} does not belong into {topic}");
}
