using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Former frames come back from the log exactly, or it is said which of them are missing.</summary>
public sealed class LogFrameHistoryTests
{
    private readonly PipelineWorld _world = new();

    public LogFrameHistoryTests()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        for (int second = 2; second <= 5; second++)
        {
            _world.Put(second * 1_000, SmallMarket.Price(10_000 + second));
        }

        _world.Run();
    }

    private List<long> Offsets(long from, long to, ILogCluster? through = null)
    {
        var history = new LogFrameHistory(through ?? _world.Log, _world.Topics, new StandingClock());
        return [.. history.Read(from, to).Select(frame => frame.Offset)];
    }

    [Fact]
    public void Read_Range_GivesBothEndsAndWhatLiesBetween()
    {
        List<long> all = [.. _world.Read(_world.Topics.Frames).Select(frame => frame.Offset)];
        Assert.Equal(5, all.Count);
        Assert.Equal(all[1..4], Offsets(all[1], all[3]));
        Assert.Equal(all[2..3], Offsets(all[2], all[2]));
    }

    [Fact]
    public void Read_ClientThatRepeatsItself_GivesEachFrameOnce()
    {
        List<long> all = [.. _world.Read(_world.Topics.Frames).Select(frame => frame.Offset)];
        Assert.Equal(all, Offsets(all[0], all[^1], new SteppedCluster(_world.Log, _ => { }) { Repeats = true }));
    }

    [Fact]
    public void Read_BeyondTheEnd_NamesWhatIsMissing()
    {
        long end = _world.EndOf(new(_world.Topics.Frames, 0));
        var failure = Assert.Throws<InvalidDataException>(() => Offsets(0, end));
        Assert.Equal(
            $"margin.frames-0 holds offsets 0 to {end}, but this task needs 0, its last keyframe, to {end}: frames are kept for less time than it was away",
            failure.Message);
    }

    /// <summary>The last offset of a partition of transactions is a marker, and no frame.</summary>
    [Fact]
    public void Read_ToAMarker_NamesIt()
    {
        long end = _world.EndOf(new(_world.Topics.Frames, 0));
        var failure = Assert.Throws<InvalidDataException>(() => Offsets(0, end - 1));
        Assert.Equal($"margin.frames-0 has no record at offset {end - 1}, at which this task's cut stands", failure.Message);
    }
}
