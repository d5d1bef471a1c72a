using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using MarginStreams.Cli.Generating;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;
using MarginStreams.Contracts;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Demo;

/// <summary>What the demonstration is told.</summary>
/// <param name="Market">The market.</param>
/// <param name="Population">The accounts.</param>
/// <param name="StepMs">Stream-time between two looks at the pipeline, ms; a whole number of frames.</param>
/// <param name="PauseMs">Wall clock between two looks on a terminal where the work leaves time, ms.</param>
/// <param name="AsJson">Whether the last line is JSON.</param>
internal sealed record DemoOptions(GeneratedMarketOptions Market, PopulationOptions Population, int StepMs, int PauseMs, bool AsJson);

/// <summary>The main job, from a seed: records flow step by step through both topologies, and in the end everything is recomputed.</summary>
internal static class DemoRun
{
    private static readonly PipelineOptions Pipeline = new();

    public static ExitCode Run(DemoOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        Console.Error.WriteLine($"generating a market and {options.Population.Accounts:N0} accounts from seed {options.Population.Seed} …");
        RecordedRecord[] records = [.. Generator.Read(options.Market, options.Population).TakeWhile(_ => !cancel.IsCancellationRequested)];
        cancel.ThrowIfCancellationRequested();
        Venue venue = RecordCodecs.Venue.Decode(records.First(record => record.Topic == InputTopic.Venues).Avro!);
        var screen = new DemoScreen(venue.Numeraire, venue.NumeraireExponent);
        using var run = new PipelineRun(Pipeline);
        BigInteger worst = 0;
        screen.Run(show => worst = Flow(run, records, options, show, cancel));
        RunOutcome outcome = RunOutcome.Of(run);
        Console.Error.WriteLine("recomputing everything with the reference engine, frame by frame …");
        Dictionary<long, long> offsets = outcome.Frames.ToDictionary(frame => frame.Frame, frame => frame.Offset);
        RunOutcome expected = BruteForce.Compute(records, Pipeline, n => offsets.GetValueOrDefault(n, -1), cancel);
        var check = SelfCheck.Of(outcome, expected);
        Summarise(outcome, screen, worst, watch.Elapsed);
        LastLine.Print(
            new()
            {
                ["verified"] = check.IsVerified,
                ["triggers"] = outcome.Triggers.Count,
                ["missed"] = check.Triggers.Missed,
                ["false"] = check.Triggers.False,
                ["different"] = check.Triggers.Different,
            },
            options.AsJson);
        return check.IsVerified ? ExitCode.Ok : ExitCode.VerificationMismatch;
    }

    /// <summary>Feeds the records, a step of stream-time at a time; gives the worst bad debt that was seen.</summary>
    private static BigInteger Flow(PipelineRun run, RecordedRecord[] records, DemoOptions options, Action<DemoSnapshot> show, CancellationToken cancel)
    {
        string[] order = [.. records.Where(record => record.Topic == InputTopic.Instruments).Select(record => record.Key).Distinct(StringComparer.Ordinal)];
        using var watcher = new DemoWatch(run, order);
        BigInteger worst = 0;
        int shown = 0, steps = 0;
        var watch = Stopwatch.StartNew();
        int plainEvery = Math.Max(1, (int)((records[^1].TimestampMs - records[0].TimestampMs) / options.StepMs / DemoScreen.PlainLines));
        for (int next = 0; next < records.Length;)
        {
            // A step ends before the first record of the next one, so that no frame is cut in two.
            long end = ((records[next].TimestampMs / options.StepMs) + 1) * options.StepMs;
            for (; next < records.Length && records[next].TimestampMs < end; next++)
            {
                run.Append(records[next]);
            }

            run.CatchUp(cancel);
            if (DemoScreen.IsLive || shown++ % plainEvery == 0 || next == records.Length)
            {
                DemoSnapshot snapshot = watcher.Look();
                worst = BigInteger.Max(worst, snapshot.BadDebt);
                show(snapshot);
            }

            TimeSpan early = TimeSpan.FromMilliseconds(++steps * options.PauseMs) - watch.Elapsed;
            if (DemoScreen.IsLive && early > TimeSpan.Zero)
            {
                cancel.WaitHandle.WaitOne(early);
            }
        }

        return worst;
    }

    private static void Summarise(RunOutcome outcome, DemoScreen screen, BigInteger worst, TimeSpan elapsed)
    {
        BigInteger badDebt = outcome.BadDebtByVenue.Values.Aggregate(BigInteger.Zero, BigInteger.Add);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {outcome.Records:N0} records and {outcome.Frames.Count:N0} frames for {outcome.Accounts:N0} accounts in {elapsed.TotalSeconds:F0} s
            episodes   {outcome.EpisodesOpened:N0} opened, {outcome.EpisodesClosed:N0} closed, {outcome.EpisodesOpen:N0} still open
            bad debt   {screen.Money(badDebt)}, at worst {screen.Money(worst)}
            state      {outcome.StateHash}

            Next: a market like this one as files, a run of it, and its recomputation
              bin/marginstreams generate --out runs/market --accounts 20000 --seed 7
              bin/marginstreams backtest runs/market --out runs/market-run
              bin/marginstreams verify runs/market-run
            README.md goes on with a real day, and with Kafka.
            """));
    }
}
