namespace MarginStreams.Topologies;

/// <summary>What a margin task did since its start.</summary>
public sealed class MarginCounts
{
    /// <summary>Frames applied.</summary>
    public long Frames { get; set; }

    /// <summary>Frames passed over before the first keyframe.</summary>
    public long FramesBeforeKeyframe { get; set; }

    /// <summary>Position, account and progress records taken.</summary>
    public long Records { get; set; }

    /// <summary>Triggers emitted.</summary>
    public long Triggers { get; set; }

    /// <summary>Episodes opened.</summary>
    public long Opened { get; set; }

    /// <summary>Episodes closed.</summary>
    public long Closed { get; set; }
}
