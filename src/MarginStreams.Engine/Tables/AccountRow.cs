using System.Runtime.InteropServices;

namespace MarginStreams.Engine;

/// <summary>What is kept of every account, side by side in memory: 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct AccountRow
{
    /// <summary>Offset of its latest record.</summary>
    public long PositionOffset;

    /// <summary>Its holdings' block in the arena; meaningless without holdings.</summary>
    public int Block;

    /// <summary>Words of that block.</summary>
    public ushort Words;

    /// <summary>Number of its holdings.</summary>
    public ushort Count;

    /// <summary>Its venue's place among the venues.</summary>
    public ushort Venue;

    /// <summary>Its warning line's place among those that were ever used; 0 is none.</summary>
    public ushort Warning;

    /// <summary>Its margin class.</summary>
    public ushort MarginClass;

    /// <summary>Its band plus one; 0 before it was first judged.</summary>
    public byte Band;

    /// <summary>See <see cref="AccountFlags"/>.</summary>
    public AccountFlags Flags;

    /// <summary>Whether something is said of it.</summary>
    public readonly bool Has(AccountFlags flag) => (Flags & flag) != AccountFlags.None;
}

/// <summary>What else is said of an account.</summary>
[Flags]
internal enum AccountFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It has attributes, an episode, or awaits something: see <see cref="AccountExtras"/>.</summary>
    HasExtras = 1,

    /// <summary>Its figures did not fit the narrow lane: it is judged in the wide one until its holdings change.</summary>
    IsWide = 2,

    /// <summary>It is among those to look at in this frame.</summary>
    IsDue = 4,

    /// <summary>It awaits something.</summary>
    Awaits = 8,

    /// <summary>It has an open episode.</summary>
    HasEpisode = 16,

    /// <summary>It was taken back, and nobody looks at it before all the others were.</summary>
    IsDormant = 32,

    /// <summary>It changed since its state was given away.</summary>
    IsChanged = 64,
}
