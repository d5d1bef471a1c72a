using System.CommandLine;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>Data as JSON on stdout.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print data as JSON; the last line is one object." };
}

/// <summary>The options that decide how a pipeline on the embedded log is put together.</summary>
internal sealed class PipelineCommandOptions
{
    private readonly Option<int> _partitions = Positive("--partitions", "Partitions of positions.", Defaults.PartitionCount);
    private readonly Option<int> _interval = Positive("--frame-interval-ms", "Length of a frame, ms of stream-time.", Defaults.Oracle.FrameIntervalMs);
    private readonly Option<int> _keyframe = Positive("--keyframe-every", "Frames from one keyframe to the next.", Defaults.Oracle.KeyframeEvery);
    private readonly Option<int> _await = Positive("--max-await-frames", "Frames that an account waits for the rest of its block.", Defaults.MaxAwaitFrames);

    private static PipelineOptions Defaults { get; } = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_partitions);
        command.Options.Add(_interval);
        command.Options.Add(_keyframe);
        command.Options.Add(_await);
    }

    /// <summary>What the user asked for.</summary>
    public PipelineOptions Read(ParseResult parsed) => new()
    {
        PartitionCount = parsed.GetValue(_partitions),
        MaxAwaitFrames = parsed.GetValue(_await),
        Oracle = new() { FrameIntervalMs = parsed.GetValue(_interval), KeyframeEvery = parsed.GetValue(_keyframe) },
    };

    private static Option<int> Positive(string name, string description, int otherwise) =>
        Bounded.Option(name, description, otherwise, 1, int.MaxValue);
}
