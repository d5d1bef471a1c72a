namespace MarginStreams.Engine;

/// <summary>What an account of a snapshot has beside its holdings.</summary>
[Flags]
internal enum SnapshotFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is judged in the wide lane.</summary>
    IsWide = 1,

    /// <summary>Attributes are in the rest.</summary>
    HasAttributes = 2,

    /// <summary>An open episode is in the rest.</summary>
    HasEpisode = 4,

    /// <summary>What it awaits is in the rest.</summary>
    Awaits = 8,

    /// <summary>Everything there is.</summary>
    All = IsWide | HasAttributes | HasEpisode | Awaits,
}
