namespace MarginStreams.Streams;

/// <summary>A record and the transaction it came in.</summary>
internal struct RecordEntry
{
    /// <summary>Number of a transaction that was aborted.</summary>
    public const long Aborted = -1;

    /// <summary>Number of what was written outside transactions.</summary>
    public const long NoTransaction = 0;

    /// <summary>The record.</summary>
    public LogRecord Record;

    /// <summary>Number of its transaction.</summary>
    public long Transaction;
}

/// <summary>
/// Records of one partition that follow each other. The last block of a partition grows; one that is sealed does not, and on disk it may be dropped from
/// memory and loaded again.
/// </summary>
internal sealed class RecordBlock(long firstOffset)
{
    /// <summary>Number of records that a block may hold.</summary>
    public const int Capacity = 1_024;

    /// <summary>No record in it has a smaller offset, and none in those before it as large a one.</summary>
    public long FirstOffset => firstOffset;

    /// <summary>Number of records.</summary>
    public int Count { get; set; }

    /// <summary>The latest time up to the end of this block, ms.</summary>
    public long LatestMs { get; set; } = long.MinValue;

    /// <summary>The records, from 0 to below <see cref="Count"/>; null while they are on disk only.</summary>
    public RecordEntry[]? Entries { get; set; }

    /// <summary>Whether nothing is added any more.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Where it stands on disk, when it does.</summary>
    public BlockPlace Place { get; set; }
}

/// <summary>A stretch of whole frames in a file.</summary>
internal readonly record struct BlockPlace(SegmentFile? File, long Position, int Bytes);

/// <summary>A place among the blocks of a partition. It counts for one version of them: compaction makes another.</summary>
internal record struct RecordCursor(int Version, int Block, int Slot);
