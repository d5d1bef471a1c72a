namespace MarginStreams.Streams;

/// <summary>Ways in which the runtime is wrong on purpose: tests of the tests make one of each, and must find it.</summary>
internal enum StreamsSabotage
{
    /// <summary>None.</summary>
    None,

    /// <summary>Outputs are written outside the transaction: they stay when it is aborted.</summary>
    OutputsOutsideTransactions,

    /// <summary>The cut is written outside the transaction: a task goes on behind what it did not commit.</summary>
    CutOutsideTransactions,

    /// <summary>A record that the client hands out again is taken again.</summary>
    RepeatsTaken,

    /// <summary>Checksums of snapshots are not looked at.</summary>
    ChecksumsUnchecked,

    /// <summary>The group's standing is asked for once, and kept.</summary>
    MetadataKept,

    /// <summary>What the cluster forgot to end is left to whatever comes.</summary>
    ForgottenLeft,
}
