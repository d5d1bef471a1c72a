using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>An account's own attributes. Topic <c>positions</c>, key <c>account</c>.</summary>
public sealed record Account
{
    /// <summary>Account id (wire name <c>account</c>), <c>venue:rest</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The account that owns this isolated one; empty when it stands alone.</summary>
    public string Parent { get; set; } = "";

    public string Address { get; set; } = "";
    public IReadOnlyDictionary<string, BigInteger> Attributes { get; set; } = new Dictionary<string, BigInteger>();
    public ChainPosition? Chain { get; set; }
    public int RemainingInBlock { get; set; }
}
