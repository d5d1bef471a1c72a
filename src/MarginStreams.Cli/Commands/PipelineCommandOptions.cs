using System.CommandLine;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Commands;

/// <summary>The options that decide how a pipeline on the embedded log is put together.</summary>
internal sealed class PipelineCommandOptions
{
    /// <summary>More than a broker would carry for one topic of this kind.</summary>
    private const int PartitionsMax = 10_000;

    private readonly Option<int> _partitions =
        CommonOptions.Bounded("--partitions", "Partitions of positions.", Defaults.PartitionCount, 1, PartitionsMax);
    private readonly Option<int> _interval = Positive("--frame-interval-ms", "Length of a frame, ms of stream-time.", Defaults.Oracle.FrameIntervalMs);
    private readonly Option<int> _keyframe = Positive("--keyframe-every", "Frames from one keyframe to the next.", Defaults.Oracle.KeyframeEvery);
    private readonly Option<int> _await = Positive("--max-await-frames", "Frames that an account waits for the rest of its block.", Defaults.MaxAwaitFrames);

    private static PipelineOptions Defaults { get; } = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _partitions, _interval, _keyframe, _await })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user asked for.</summary>
    public PipelineOptions Read(ParseResult parsed) => new()
    {
        PartitionCount = parsed.GetValue(_partitions),
        MaxAwaitFrames = parsed.GetValue(_await),
        Oracle = new() { FrameIntervalMs = parsed.GetValue(_interval), KeyframeEvery = parsed.GetValue(_keyframe) },
    };

    /// <summary>What the user asked for, on top of how a pipeline is put together otherwise.</summary>
    public PipelineOptions Read(ParseResult parsed, PipelineOptions otherwise) => new()
    {
        PartitionCount = Given(parsed, _partitions) ?? otherwise.PartitionCount,
        MaxAwaitFrames = Given(parsed, _await) ?? otherwise.MaxAwaitFrames,
        Oracle = otherwise.Oracle with
        {
            FrameIntervalMs = Given(parsed, _interval) ?? otherwise.Oracle.FrameIntervalMs,
            KeyframeEvery = Given(parsed, _keyframe) ?? otherwise.Oracle.KeyframeEvery,
        },
    };

    /// <summary>Whether the user asked for any of them.</summary>
    public bool AreGiven(ParseResult parsed) => new[] { _partitions, _interval, _keyframe, _await }.Any(option => Given(parsed, option) is not null);

    private static int? Given(ParseResult parsed, Option<int> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private static Option<int> Positive(string name, string description, int otherwise) =>
        CommonOptions.Bounded(name, description, otherwise, 1, int.MaxValue);
}
