using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Tasks on one thread decode a frame once, also when they are restored, and nothing that one of them does to a frame reaches another.</summary>
public sealed class FrameCacheTests
{
    private readonly PipelineWorld _world = new();

    [Fact]
    public void Decode_TheSameFrameForSeveralTasks_IsDecodedOnceAndLeftAsItIs()
    {
        var input = RecordWorld.Records(seed: 5, count: 120);
        DirectRun run = new DirectRun(_world, options => new Engine.MarginEngine(options), isRestoring: false).Run(input);
        var cache = new FrameCache(_world.Wire);
        MarginProcessor[] processors = [.. Enumerable.Range(0, 3).Select(partition => new MarginProcessor(
            new MarginTaskOptions(partition, 3, 4), _world.Topics, _world.Wire, null!, options => new Engine.MarginEngine(options), cache))];
        var context = new MemoryContext();
        foreach (LogRecord frame in run.Frames)
        {
            Array.ForEach(processors, processor => processor.Process(frame, context));
        }

        Assert.True(run.Frames.Count > 10);
        Assert.Equal(run.Frames.Count, cache.DecodedCount);
        Assert.All(run.Frames, frame => Assert.Equal(RecordCodecs.Frame.Encode(_world.Decode<Frame>(frame)), RecordCodecs.Frame.Encode(cache.Decode(frame))));
        Assert.Equal(run.Frames.Count, cache.DecodedCount);
    }

    [Fact]
    public void Decode_OtherBytesAtTheSameOffset_AreDecodedAnew()
    {
        var cache = new FrameCache(_world.Wire);
        Assert.Equal(1, cache.Decode(Record(1)).Number);
        Assert.Equal(2, cache.Decode(Record(2)).Number);
        Assert.Throws<InvalidDataException>(() => cache.Decode(Record(2) with { Value = null }));
        Assert.Equal(2, cache.Decode(Record(2)).Number);
        Assert.Equal(2, cache.DecodedCount);
    }

    private LogRecord Record(long number)
    {
        byte[] value = _world.Wire.Serialize(_world.Topics.Frames, RecordCodecs.Frame, new Frame { Number = number });
        return new LogRecord(_world.Topics.Frames, 0, 7, 0, [], value, []);
    }
}
