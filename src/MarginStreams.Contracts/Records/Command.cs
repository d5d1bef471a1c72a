namespace MarginStreams.Contracts;

/// <summary>An operator's order. Topic <c>commands</c>, key the venue or instrument it is for.</summary>
public sealed record Command
{
    public CommandKind Kind { get; set; }

    /// <summary>A venue's or an instrument's id.</summary>
    public string Target { get; set; } = "";

    public string Reason { get; set; } = "";
    public string IssuedBy { get; set; } = "";
    public long AtMs { get; set; }
}
