using System.Diagnostics;
using MarginStreams.Cli.Recordings;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Runs;

/// <summary>A recording, or a stretch of topics, through both topologies, from its first record to its last.</summary>
public static class Backtest
{
    /// <summary>Runs a recording.</summary>
    public static (RunResult Result, RunOutcome Outcome) Run(Recording recording, PipelineOptions options, CancellationToken cancel) =>
        Run(recording.Read(), RunSources.Of(recording), options, cancel);

    /// <summary>Runs the records of a source, in the order in which they merge.</summary>
    public static (RunResult Result, RunOutcome Outcome) Run(
        IEnumerable<RecordedRecord> input, RunSource source, PipelineOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var run = new PipelineRun(options);
        foreach (RecordedRecord record in input)
        {
            cancel.ThrowIfCancellationRequested();
            run.Append(record);
        }

        run.CatchUp(cancel);
        RunOutcome outcome = RunOutcome.Of(run);
        RunResult result = RunResults.Of(outcome, RunSources.ToSettings(options), source);
        return (result with { ElapsedMs = watch.ElapsedMilliseconds }, outcome);
    }
}
