namespace MarginStreams.Streams;

/// <summary>The standing in a group of the embedded cluster: of a member in a generation, or of one that only names the group.</summary>
internal sealed record EmbeddedGroup(string Id, string? MemberId = null, long Generation = 0) : IGroupMetadata;
