namespace MarginStreams.Engine;

/// <summary>An index over the slots of another one: boundaries of its own, the same owners.</summary>
public sealed partial class BoundaryIndex
{
    private int _capacity;

    /// <summary>An empty index over the slots of another, which alone rents and returns them.</summary>
    public BoundaryIndex(BoundaryIndex leader)
    {
        ArgumentNullException.ThrowIfNull(leader);
        _width = leader._width;
        _owners = leader._owners;
        _isFollower = true;
        Follow();
    }

    /// <summary>Makes room for the slots that the leader has by now.</summary>
    public void Follow()
    {
        while (_capacity < _owners.Capacity)
        {
            GrowLeaves();
        }
    }
}
