using System.Globalization;
using System.Numerics;
using MarginStreams.Cli.Redriving;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Runs;

/// <summary>A frame of a run: its place in the log, and the digest of the market after it.</summary>
public sealed record FrameLine(long Frame, long Offset, long StreamTimeMs, bool Keyframe, string Digest)
{
    /// <summary>The line of a record of <c>frames</c>.</summary>
    public static FrameLine Of(LogRecord record, WireFormat wire)
    {
        var frame = (Frame)wire.Deserialize(record.Topic, record.Value!);
        return new(frame.Number, record.Offset, frame.StreamTimeMs, frame.Keyframe, Convert.ToHexStringLower(frame.Digest));
    }
}

/// <summary>A record that could not be used.</summary>
public sealed record DeadLetterLine(string Topic, int Partition, long Offset, string Key, string Reason, string Error);

/// <summary>What both topologies made of an input: everything that a run folder holds and a verification compares.</summary>
public sealed record RunOutcome(
    long Records,
    long Accounts,
    IReadOnlyList<TriggerLine> Triggers,
    IReadOnlyList<FrameLine> Frames,
    IReadOnlyList<DeadLetterLine> DeadLetters,
    StateHash StateHash,
    IReadOnlyDictionary<string, BigInteger> BadDebtByVenue,
    IReadOnlyDictionary<string, long> AccountsByBand,
    IReadOnlyDictionary<string, long> AccountsByWarningPpm,
    long EpisodesOpened,
    long EpisodesClosed,
    long EpisodesOpen)
{
    /// <summary>What stands in the log of a pipeline that has caught up.</summary>
    public static RunOutcome Of(PipelineRun run)
    {
        TopicNames topics = run.Options.Topics;
        WireFormat wire = run.Wire;
        int[] partitions = [.. Enumerable.Range(0, run.Options.PartitionCount)];
        return Of(
            run.RecordCount,
            run.AccountCount,
            TriggerLines.Committed(run.Cluster, topics.LiquidationTriggers, run.Options.PartitionCount, wire),
            [.. Read(topics.Frames, 0).Select(record => FrameLine.Of(record, wire))],
            [.. partitions.SelectMany(p => Read(topics.DeadLetters, p)).Select(record => DeadLetter.Of(record).Line)],
            [.. run.Margins.Select(margin => margin.Engine)],
            run.Margins.Sum(margin => margin.Counts.Opened),
            run.Margins.Sum(margin => margin.Counts.Closed));

        IEnumerable<LogRecord> Read(string topic, int partition) => CommittedRecords.Read(run.Cluster, topic, partition);
    }

    /// <summary>The outcome, with what the engines' states at the end add to it.</summary>
    public static RunOutcome Of(
        long records,
        long accounts,
        IReadOnlyList<TriggerLine> triggers,
        IReadOnlyList<FrameLine> frames,
        IReadOnlyList<DeadLetterLine> deadLetters,
        IReadOnlyList<IMarginEngine> engines,
        long opened,
        long closed)
    {
        StateHash hash = default;
        long open = 0;
        var badDebt = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        var bands = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var warnings = new SortedDictionary<long, long>();
        foreach (IMarginEngine engine in engines)
        {
            foreach (AccountState account in engine.Accounts())
            {
                hash += StateHash.Of(account);
                open += account.Episode is null ? 0 : 1;
                if (account.Band is { } band)
                {
                    bands[band.ToString()] = bands.GetValueOrDefault(band.ToString()) + 1;
                }

                if (account.WarningPpm > 0)
                {
                    warnings[account.WarningPpm] = warnings.GetValueOrDefault(account.WarningPpm) + 1;
                }

                if (account.Band is Engine.AccountBand.Bankrupt or Engine.AccountBand.BadDebt && engine.Assess(account.Account) is { } figures)
                {
                    string venue = account.Account[..account.Account.IndexOf(':', StringComparison.Ordinal)];
                    badDebt[venue] = badDebt.GetValueOrDefault(venue) + BigInteger.Max(0, -figures.Equity);
                }
            }
        }

        return new(records, accounts, triggers, frames, deadLetters, hash, badDebt, bands, ByText(warnings), opened, closed, open);
    }

    private static Dictionary<string, long> ByText(SortedDictionary<long, long> counts) =>
        counts.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => pair.Value, StringComparer.Ordinal);
}
