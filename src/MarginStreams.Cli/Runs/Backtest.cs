using System.Diagnostics;
using MarginStreams.Cli.Recordings;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Runs;

/// <summary>A recording through both topologies, from its first record to its last.</summary>
public static class Backtest
{
    /// <summary>Runs it.</summary>
    public static (RunResult Result, RunOutcome Outcome) Run(Recording recording, PipelineOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        RunSource source = RunSources.Of(recording);
        using var run = new PipelineRun(options);
        foreach (RecordedRecord record in recording.Read())
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
