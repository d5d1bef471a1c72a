using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using AccountBand = MarginStreams.Engine.AccountBand;

namespace MarginStreams.Simulation;

/// <summary>What must hold of everything that was committed, whatever happened.</summary>
internal sealed class Invariants(CommittedLog committed, TopicNames topics, WireFormat wire, Action<string> find)
{
    /// <summary>Claims that were checked.</summary>
    public long Checks { get; private set; }

    /// <summary>Frames have no gap, and their time never goes back.</summary>
    public void CheckFrames()
    {
        long number = 0;
        long timeMs = long.MinValue;
        foreach (LogRecord record in committed[new(topics.Frames, 0)])
        {
            var frame = (Frame)wire.Deserialize(record.Topic, record.Value!);
            Expect(frame.Number == number, $"frame {number} should be at offset {record.Offset}, but it is frame {frame.Number}");
            Expect(frame.StreamTimeMs >= timeMs, $"frame {frame.Number} goes back from {timeMs} to {frame.StreamTimeMs}");
            (number, timeMs) = (frame.Number + 1, frame.StreamTimeMs);
        }
    }

    /// <summary>A trigger id appears once.</summary>
    public void CheckTriggerIds(int partitions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int partition = 0; partition < partitions; partition++)
        {
            foreach (LogRecord record in committed[new(topics.LiquidationTriggers, partition)])
            {
                var trigger = (LiquidationTrigger)wire.Deserialize(record.Topic, record.Value!);
                Expect(seen.Add(trigger.TriggerId), $"trigger {trigger.TriggerId} appears twice");
            }
        }
    }

    /// <summary>Stream-time and offsets of a task's cuts never go back.</summary>
    public void CheckStreamTime(TopicPartition changelog)
    {
        Cut? former = null;
        foreach (LogRecord record in committed[changelog].Where(record => Cut.IsKey(record.Key)))
        {
            Cut cut = Cut.Decode(record.Value!);
            Expect(former is null || cut.StreamTimeMs >= former.StreamTimeMs, $"{changelog}: stream-time goes back at offset {record.Offset}");
            foreach (TopicPartitionOffset next in cut.Offsets)
            {
                Expect((former?.OffsetOf(next.TopicPartition) ?? 0) <= next.Offset, $"{changelog}: {next.TopicPartition} goes back at offset {record.Offset}");
            }

            former = cut;
        }
    }

    /// <summary>
    /// Each account that is below maintenance has exactly one episode, or is written off, and no other has one; and the topic of open liquidations holds these.
    /// </summary>
    public void CheckEpisodes(int partition, IMarginEngine engine)
    {
        var open = new Dictionary<string, OpenLiquidation?>(StringComparer.Ordinal);
        foreach (LogRecord record in committed[new(topics.OpenLiquidations, partition)])
        {
            open[Encoding.UTF8.GetString(record.Key!)] = record.Value is null ? null : (OpenLiquidation)wire.Deserialize(record.Topic, record.Value);
        }

        foreach (AccountState account in engine.Accounts())
        {
            Expect(
                (account.Episode is not null) == (open.GetValueOrDefault(account.Account) is not null),
                $"{account.Account}: an episode and an open liquidation must go together");
            open.Remove(account.Account);
            if (account.Await is null && engine.Assess(account.Account) is { } figures)
            {
                bool isWrittenOff = account.Band == AccountBand.BadDebt && !figures.HasClosable;
                Expect(!figures.IsLiquidatable || account.Episode is not null || isWrittenOff, $"{account.Account}: below maintenance, and no episode");
                Expect(account.Episode is null || figures.IsLiquidatable || !figures.IsOut, $"{account.Account}: an episode, and out of liquidation");
            }
        }

        foreach ((string account, OpenLiquidation? left) in open)
        {
            Expect(left is null, $"{account}: an open liquidation of an account that is gone");
        }
    }

    private void Expect(bool holds, string otherwise)
    {
        Checks++;
        if (!holds)
        {
            find(otherwise);
        }
    }
}
