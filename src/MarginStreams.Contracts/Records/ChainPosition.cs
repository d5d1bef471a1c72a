namespace MarginStreams.Contracts;

/// <summary>Where on a chain a fact was read.</summary>
public sealed record ChainPosition
{
    /// <summary>EIP-155 chain id; 0 when the venue is not on a chain.</summary>
    public long ChainId { get; set; }

    /// <summary>Block height.</summary>
    public long BlockNumber { get; set; }

    /// <summary>Block hash, hex with 0x.</summary>
    public string BlockHash { get; set; } = "";

    /// <summary>Index of the log in its block.</summary>
    public int LogIndex { get; set; }

    /// <summary>Transaction hash, hex with 0x.</summary>
    public string TxHash { get; set; } = "";

    /// <summary>How settled the block was when it was read.</summary>
    public Finality Finality { get; set; }
}
