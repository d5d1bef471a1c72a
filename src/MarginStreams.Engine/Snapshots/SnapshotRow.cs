using System.Runtime.InteropServices;

namespace MarginStreams.Engine;

/// <summary>An account in a snapshot: 24 bytes, as they lie there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct SnapshotRow
{
    /// <summary>Offset of its latest record.</summary>
    public long PositionOffset;

    /// <summary>Bytes of its id.</summary>
    public int IdBytes;

    /// <summary>Words of its holdings.</summary>
    public ushort Words;

    /// <summary>Number of its holdings.</summary>
    public ushort Count;

    /// <summary>Its venue's place in the head.</summary>
    public ushort Venue;

    /// <summary>Its warning line's place in the head; 0 is none.</summary>
    public ushort Warning;

    /// <summary>Its band plus one; 0 before it was first judged.</summary>
    public byte Band;

    /// <summary>What else it has.</summary>
    public SnapshotFlags Flags;

    /// <summary>Zero.</summary>
    public ushort Reserved;

    /// <summary>Whether it has something.</summary>
    public readonly bool Has(SnapshotFlags flag) => (Flags & flag) != SnapshotFlags.None;
}
