using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Metrics;

/// <summary>What an open transaction holds of the things that count; they count when it is committed.</summary>
internal sealed class TransactionTally(TopicNames topics, WireFormat wire, CommitMetrics metrics, TimeProvider clock)
{
    private readonly string _triggersTopic = topics.LiquidationTriggers;
    private readonly string _framesTopic = topics.Frames;
    private readonly string _deadLettersTopic = topics.DeadLetters;
    private readonly List<OutgoingRecord> _triggers = [];
    private readonly List<OutgoingRecord> _deadLetters = [];
    private long _frames;

    /// <summary>A transaction begins.</summary>
    public void Begin()
    {
        _triggers.Clear();
        _deadLetters.Clear();
        _frames = 0;
    }

    /// <summary>A record of it.</summary>
    public void Take(OutgoingRecord record)
    {
        if (record.Topic == _triggersTopic)
        {
            _triggers.Add(record);
        }
        else if (record.Topic == _framesTopic)
        {
            _frames++;
        }
        else if (record.Topic == _deadLettersTopic)
        {
            _deadLetters.Add(record);
        }
    }

    /// <summary>It is over.</summary>
    public void End(TransactionOutcome outcome)
    {
        metrics.Transaction(outcome);
        if (outcome != TransactionOutcome.Committed)
        {
            return;
        }

        DateTimeOffset now = clock.GetUtcNow();
        foreach (OutgoingRecord trigger in _triggers)
        {
            metrics.Latency(now - DateTimeOffset.FromUnixTimeMilliseconds(trigger.TimestampMs));
            metrics.Trigger(((LiquidationTrigger)wire.Deserialize(trigger.Topic, trigger.Value!)).Event);
        }

        foreach (OutgoingRecord deadLetter in _deadLetters)
        {
            metrics.DeadLetter(Encoding.UTF8.GetString(deadLetter.Headers!.First(header => header.Name == DeadLetterHeaders.Reason).Value));
        }

        metrics.Frame(_frames);
    }
}
