namespace MarginStreams.Topologies;

/// <summary>Why a record cannot be used: the reason is for counting, the error for a person.</summary>
internal sealed record Refusal(string Reason, string Error);
