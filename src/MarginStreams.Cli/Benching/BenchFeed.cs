using System.Text;
using MarginStreams.Cli.Generating;
using MarginStreams.Contracts;
using MarginStreams.Simulation;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Benching;

/// <summary>Writes the benchmark's inputs as an indexer does: Avro with schema ids, a position in its account's partition.</summary>
internal sealed class BenchFeed(ILogCluster cluster, PipelineOptions options, WireFormat wire) : IDisposable
{
    /// <summary>Records between two flushes: what may wait in memory.</summary>
    private const int FlushEvery = 50_000;

    private readonly ILogProducer _producer = cluster.CreateProducer();
    private int _unflushed;

    /// <summary>The venue, its perpetuals, and their first prices.</summary>
    public void Define(long atMs)
    {
        TopicNames topics = options.Topics;
        Write(topics.Venues, 0, BenchMarket.Venue.Id, wire.Serialize(topics.Venues, RecordCodecs.Venue, BenchMarket.Venue), atMs);
        foreach (Instrument perpetual in BenchMarket.Instruments)
        {
            Write(topics.Instruments, 0, perpetual.Id, wire.Serialize(topics.Instruments, RecordCodecs.Instrument, perpetual), atMs);
            Price(perpetual.Id, BenchMarket.FirstPrice, atMs);
        }

        Flush();
    }

    /// <summary>Every account's position, so many times as large as at first.</summary>
    public void Positions(StreamBenchOptions bench, int times, long atMs, CancellationToken cancel)
    {
        var random = new SeededRandom(bench.Seed, 0);
        for (int i = 0; i < bench.Positions; i++)
        {
            cancel.ThrowIfCancellationRequested();
            Position(BenchMarket.Position(i, random, times), atMs);
        }

        Flush();
    }

    /// <summary>The positions of the ladder.</summary>
    public void Ladder(int steps, long atMs)
    {
        for (int step = 0; step < steps; step++)
        {
            Position(BenchMarket.LadderPosition(step), atMs);
        }

        Flush();
    }

    /// <summary>Queues a price.</summary>
    public void Price(string feed, long price, long atMs)
    {
        string topic = options.Topics.OraclePrices;
        Write(topic, 0, feed, wire.Serialize(topic, RecordCodecs.Observation, BenchMarket.Price(feed, price, atMs)), atMs);
    }

    /// <summary>Closes a holder's position of the ladder.</summary>
    public void CloseLadder(int step, long atMs)
    {
        string account = BenchMarket.LadderAccount(step);
        Write(options.Topics.Positions, Partition(account), RecordKeys.Position(account, BenchMarket.Ladder), null, atMs);
    }

    /// <summary>Returns when everything stands in the log.</summary>
    public void Flush()
    {
        _producer.Flush();
        _unflushed = 0;
    }

    public void Dispose() => _producer.Dispose();

    private int Partition(string account) => AccountPartitioner.PartitionOf(account, options.PartitionCount);

    private void Position(Position position, long atMs)
    {
        string topic = options.Topics.Positions;
        string key = RecordKeys.Position(position.Account, position.Instrument);
        Write(topic, Partition(position.Account), key, wire.Serialize(topic, RecordCodecs.Position, position), atMs);
    }

    private void Write(string topic, int partition, string key, byte[]? value, long atMs)
    {
        _producer.Produce(new OutgoingRecord(topic, partition, atMs, Encoding.UTF8.GetBytes(key), value));
        if (++_unflushed >= FlushEvery)
        {
            Flush();
        }
    }
}
