namespace MarginStreams.Broker.Tests;

/// <summary>Requests of Kafka's protocol that a transaction is made of, by their numbers there (ApiKeys).</summary>
internal enum WireRequest : short
{
    /// <summary>Records.</summary>
    Produce = 0,

    /// <summary>Who coordinates a transaction or a group.</summary>
    FindCoordinator = 10,

    /// <summary>A new epoch for a transactional id.</summary>
    InitProducerId = 22,

    /// <summary>A partition takes part from now on.</summary>
    AddPartitionsToTxn = 24,

    /// <summary>A group's offsets take part from now on.</summary>
    AddOffsetsToTxn = 25,

    /// <summary>Commit or abort.</summary>
    EndTxn = 26,

    /// <summary>The offsets.</summary>
    TxnOffsetCommit = 28,
}
