using MarginStreams.Benchmarks;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Benching;

/// <summary>A bot: reads what is committed of the triggers, from the moment at which this was made.</summary>
internal sealed class TriggerReader : IDisposable
{
    private const int PollsMax = 600;
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    private readonly ILogConsumer _consumer;
    private readonly WireFormat _wire;

    /// <summary>Stands at the end.</summary>
    public TriggerReader(ILogCluster cluster, PipelineOptions options, WireFormat wire)
    {
        _wire = wire;
        _consumer = cluster.CreateConsumer($"{options.Topics.ApplicationId}-bot");
        _consumer.Assign(
        [
            .. Enumerable.Range(0, options.PartitionCount)
                .Select(partition => new TopicPartition(options.Topics.LiquidationTriggers, partition))
                .Select(partition => new TopicPartitionOffset(partition, cluster.Admin.QueryWatermarks(partition).High)),
        ]);
    }

    /// <summary>Waits for the next trigger, decoded as a bot has to, which must be this one.</summary>
    /// <exception cref="BenchMismatchException">It is another, or none comes.</exception>
    public void Await(string account, TriggerEvent step, CancellationToken cancel)
    {
        LogRecord? record = null;
        for (int polls = 0; record is null && polls < PollsMax; polls++)
        {
            cancel.ThrowIfCancellationRequested();
            record = _consumer.Poll(PollWait);
        }

        var trigger = record is null ? null : (LiquidationTrigger)_wire.Deserialize(record.Topic, record.Value!);
        if (trigger is null || trigger.Account != account || trigger.Event != step)
        {
            throw new BenchMismatchException($"expected {step} of {account}, but it is {trigger?.Event} of {trigger?.Account}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();
}
