using System.Diagnostics;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Verifying;

/// <summary>What a verification found.</summary>
/// <param name="Triggers">Number of triggers that the recomputation gives.</param>
/// <param name="Comparison">The run's triggers against them.</param>
/// <param name="Others">Everything else that differs: hashes, frames, counts; empty when nothing does.</param>
/// <param name="ElapsedMs">Wall clock, ms.</param>
public sealed record Verification(long Triggers, TriggerComparison Comparison, IReadOnlyList<string> Others, long ElapsedMs)
{
    /// <summary>Whether the run is what its recording leads to.</summary>
    public bool IsVerified => Comparison.IsEqual && Others.Count == 0;
}

/// <summary>Recomputes a run from its recording by brute force, and compares everything.</summary>
public static class RunVerifier
{
    /// <summary>Verifies a run folder; its input is found as its source says.</summary>
    public static Verification Verify(RunFolder folder, Func<RunSource, IEnumerable<RecordedRecord>> reopen, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        RunResult result = folder.ReadResult();
        IEnumerable<RecordedRecord> input = reopen(result.Recording);
        IReadOnlyList<FrameLine> frames = folder.ReadFrames();
        Dictionary<long, long> offsets = frames.DistinctBy(frame => frame.Frame).ToDictionary(frame => frame.Frame, frame => frame.Offset);
        PipelineOptions options = RunSources.ToOptions(result.Settings);
        RunOutcome expected = BruteForce.Compute(input, options, n => offsets.GetValueOrDefault(n, -1), cancel);

        using FileStream stream = folder.OpenTriggers();
        var triggers = new LineFile(stream);
        TriggerComparison comparison = TriggerComparison.Of(expected.Triggers, triggers.Read());
        var others = new List<string>();
        if (comparison.IsEqual && !triggers.EndsInLineFeed)
        {
            others.Add("triggers.jsonl: expected a line feed at its end");
        }

        Compare(others, result, frames, expected);
        if (!folder.DeadLettersEqual(expected.DeadLetters))
        {
            others.Add("dead-letters.jsonl is not what the recomputation gives");
        }

        return new(expected.Triggers.Count, comparison, others, watch.ElapsedMilliseconds);
    }

    private static void Compare(List<string> others, RunResult result, IReadOnlyList<FrameLine> frames, RunOutcome expected)
    {
        if (!frames.SequenceEqual(expected.Frames))
        {
            int at = frames.Zip(expected.Frames).TakeWhile(pair => pair.First == pair.Second).Count();
            others.Add($"frames.jsonl:{at + 1}: {expected.Frames.Count} frames expected, the first that differs is frame {at}");
        }

        if (frames.Zip(frames.Skip(1)).Any(pair => pair.Second.Offset <= pair.First.Offset))
        {
            others.Add("frames.jsonl: offsets do not rise");
        }

        RunResult right = RunResults.Of(expected, result.Settings, result.Recording);
        Check("stateHash", right.StateHash, result.StateHash);
        Check("triggersHash", right.TriggersHash, result.TriggersHash);
        Check("badDebt", right.BadDebt ?? "null", result.BadDebt ?? "null");
        Check("frames", right.Frames, result.Frames);
        Check("records", right.Records, result.Records);
        Check("accounts", right.Accounts, result.Accounts);
        Check("triggers", right.Triggers, result.Triggers);
        Check("episodesOpened", right.EpisodesOpened, result.EpisodesOpened);
        Check("episodesClosed", right.EpisodesClosed, result.EpisodesClosed);
        Check("episodesOpen", right.EpisodesOpen, result.EpisodesOpen);
        Check("accountsByBand", Counts(right.AccountsByBand), Counts(result.AccountsByBand));
        Check("accountsByWarningPpm", Counts(right.AccountsByWarningPpm), Counts(result.AccountsByWarningPpm));
        Check("deadLetters", right.DeadLetters, result.DeadLetters);

        // Null where the file has none: a run that was made before there were any.
        static string Counts(IReadOnlyDictionary<string, long>? counts) =>
            counts is null ? "missing" : string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"));

        void Check<T>(string name, T expectedValue, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expectedValue, actual))
            {
                others.Add($"result.json: {name}: expected {expectedValue}, but it is {actual}");
            }
        }
    }
}
