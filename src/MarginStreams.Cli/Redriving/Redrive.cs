using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Redriving;

/// <summary>What became of a dead letter.</summary>
internal enum RedriveOutcome
{
    /// <summary>It stands in its topic again.</summary>
    Republished,

    /// <summary>A later record of its key came meanwhile: the old one would take its place.</summary>
    Superseded,
}

/// <summary>
/// Puts dead letters back into their topics, each once: bytes, own headers and timestamp as they were, in the partition where they stood, or the right one
/// where that was what was wrong. How far it came is an offset of a group of its own, committed in the transaction of what it wrote.
/// </summary>
internal sealed class Redrive(Connection connection)
{
    private const string WrongPartition = "WrongPartition";
    private const int TransactionRecordsMax = 1_000;
    private readonly string _name = $"{connection.Options.Topics.ApplicationId}-redrive";
    private readonly string _deadLetters = connection.Options.Topics.DeadLetters;
    private readonly ILogCluster _cluster = connection.Cluster;

    /// <summary>Dead letters that were never redriven, partition by partition.</summary>
    public IEnumerable<DeadLetter> Pending() => Partitions().SelectMany(Pending);

    /// <summary>Redrives what is pending; the listener hears of each, once it is done. Without effect it only tells what would be done.</summary>
    public void Run(bool isDryRun, Action<DeadLetter, RedriveOutcome, int> told, CancellationToken cancel)
    {
        var later = new LaterRecords(_cluster, Pending(), PartitionOf);
        using ITransactionalProducer? producer = isDryRun ? null : _cluster.CreateTransactionalProducer(_name);
        using ILogConsumer group = _cluster.CreateConsumer(_name);
        foreach (int partition in Partitions())
        {
            foreach (DeadLetter[] some in Pending(partition).Chunk(TransactionRecordsMax))
            {
                cancel.ThrowIfCancellationRequested();
                (DeadLetter Letter, RedriveOutcome Outcome)[] done =
                    [.. some.Select(letter => (letter, later.Has(letter) ? RedriveOutcome.Superseded : RedriveOutcome.Republished))];
                if (producer is not null)
                {
                    Commit(producer, group, partition, done);
                }

                Array.ForEach(done, one => told(one.Letter, one.Outcome, PartitionOf(one.Letter)));
            }
        }
    }

    private void Commit(ITransactionalProducer producer, ILogConsumer group, int partition, (DeadLetter Letter, RedriveOutcome Outcome)[] done)
    {
        producer.Begin();
        foreach ((DeadLetter letter, _) in done.Where(one => one.Outcome == RedriveOutcome.Republished))
        {
            producer.Produce(new OutgoingRecord(
                letter.Line.Topic, PartitionOf(letter), letter.TimestampMs, letter.Record.Key, letter.Record.Value, letter.Headers));
        }

        producer.SendOffsets([new(new TopicPartition(_deadLetters, partition), done[^1].Letter.Record.Offset + 1)], group.GroupMetadata());
        producer.Commit();
    }

    private IEnumerable<DeadLetter> Pending(int partition)
    {
        var place = new TopicPartition(_deadLetters, partition);
        long from = _cluster.Admin.CommittedOffset(_name, place) ?? _cluster.Admin.QueryWatermarks(place).Low;
        return CommittedRecords.Read(_cluster, _deadLetters, partition, from).Select(DeadLetter.Of);
    }

    private IEnumerable<int> Partitions() => Enumerable.Range(0, CountOf(_deadLetters));

    private int PartitionOf(DeadLetter letter) => letter.Line.Reason == WrongPartition
        ? InputRecords.PartitionOf(letter.Line.Key, CountOf(letter.Line.Topic))
        : letter.Line.Partition;

    private int CountOf(string topic) =>
        _cluster.Admin.PartitionCount(topic) ?? throw new CliException(ExitCode.Configuration, $"topic {topic} does not exist");

    /// <summary>The records that came after dead letters, under the same keys and in the partitions where these would go.</summary>
    private sealed class LaterRecords
    {
        private readonly Dictionary<(TopicPartition Place, string Key), (long Offset, long TimestampMs)> _last = [];
        private readonly Func<DeadLetter, int> _partitionOf;

        public LaterRecords(ILogCluster cluster, IEnumerable<DeadLetter> letters, Func<DeadLetter, int> partitionOf)
        {
            _partitionOf = partitionOf;
            foreach (DeadLetter letter in letters)
            {
                _last[(PlaceOf(letter), letter.Line.Key)] = (-1, -1);
            }

            foreach (TopicPartition place in _last.Keys.Select(target => target.Place).Distinct().ToArray())
            {
                foreach (LogRecord record in CommittedRecords.Read(cluster, place.Topic, place.Partition))
                {
                    (TopicPartition, string) target = (place, record.Key is null ? "" : Encoding.UTF8.GetString(record.Key));
                    if (_last.ContainsKey(target))
                    {
                        _last[target] = (record.Offset, record.TimestampMs);
                    }
                }
            }
        }

        public bool Has(DeadLetter letter)
        {
            (long offset, long timestampMs) = _last[(PlaceOf(letter), letter.Line.Key)];
            bool isLater = PlaceOf(letter).Partition == letter.Line.Partition ? offset > letter.Line.Offset : timestampMs > letter.TimestampMs;
            return isLater && letter.Line.Key.Length > 0;
        }

        private TopicPartition PlaceOf(DeadLetter letter) => new(letter.Line.Topic, _partitionOf(letter));
    }
}
