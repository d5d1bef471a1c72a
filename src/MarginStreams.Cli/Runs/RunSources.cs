using MarginStreams.Cli.Recordings;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Runs;

/// <summary>The recording of a run: told in its result, and found again from there.</summary>
public static class RunSources
{
    /// <summary>Where a recording is and what it holds.</summary>
    public static RunSource Of(Recording recording) => new(
        Path.GetFullPath(recording.Folder),
        [.. recording.Files().Select(file => new RunSourceFile(file.Name, file.XxHash128))]);

    /// <summary>Opens the recording of a run, here or where somebody moved it, and makes sure that it is the same.</summary>
    /// <exception cref="CliException">It is another one by now.</exception>
    public static Recording Reopen(RunSource source, string? elsewhere)
    {
        if (source.Topics is not null && elsewhere is null)
        {
            throw new CliException(
                ExitCode.InputInvalid,
                $"this run was made from the topics of {source.Path}: verify takes --bootstrap-servers or --log; for anything else record them, and backtest "
                + "the recording");
        }

        Recording recording = Recording.Open(elsewhere ?? source.Path);
        RunSource now = Of(recording);
        foreach (RunSourceFile file in source.Files.Concat(now.Files).DistinctBy(file => file.Name))
        {
            string? before = source.Files.FirstOrDefault(known => known.Name == file.Name)?.Digest;
            string? after = now.Files.FirstOrDefault(known => known.Name == file.Name)?.Digest;
            if (before != after)
            {
                throw new CliException(
                    ExitCode.InputInvalid,
                    $"{Path.Combine(recording.Folder, file.Name)}: expected what the run was made from (digest {before ?? "none"}), "
                    + $"but it is {after ?? "missing"}");
            }
        }

        return recording;
    }

    /// <summary>The options that a run's settings stand for.</summary>
    public static PipelineOptions ToOptions(RunSettings settings) => new()
    {
        PartitionCount = settings.Partitions,
        MaxAwaitFrames = settings.MaxAwaitFrames,
        Oracle = new()
        {
            FrameIntervalMs = settings.FrameIntervalMs,
            FrameMaxUpdates = settings.FrameMaxUpdates,
            KeyframeEvery = settings.KeyframeEvery,
        },
    };

    /// <summary>The settings of a pipeline's options.</summary>
    public static RunSettings ToSettings(PipelineOptions options) => new(
        options.PartitionCount, options.Oracle.FrameIntervalMs, options.Oracle.FrameMaxUpdates, options.Oracle.KeyframeEvery, options.MaxAwaitFrames);
}
