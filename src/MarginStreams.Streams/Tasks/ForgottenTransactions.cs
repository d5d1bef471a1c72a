using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// Ends what the cluster forgot to end. Once a task's predecessor is fenced, nothing that the task alone writes has a transaction open; where one is, its
/// marker was never written (Kafka 4.3.1, when all brokers come back after a transaction's time was over), readers wait behind it for ever, and the next
/// commit of the task would make it visible.
/// </summary>
/// <remarks>
/// The changelog decides what happened, since every transaction begins there: where it is undecided, nothing of the transaction counts, and it is aborted
/// everywhere by a marker of the same transactional id. The changelog comes last, so that whoever is interrupted in this begins again. Where the changelog is
/// decided and another partition is not, nobody here can know which way (it may even have been too early for the changelog): the task does nothing until
/// somebody has looked.
/// </remarks>
internal static class ForgottenTransactions
{
    /// <summary>Invisible, because it is aborted; compacted topics want some key.</summary>
    private static readonly byte[] Key = "!end"u8.ToArray();

    /// <summary>Ends them, with a producer that has fenced its predecessors and has nothing open.</summary>
    /// <exception cref="TransactionHangingException">One cannot be ended here.</exception>
    public static void Abort(ILogAdmin admin, TaskOptions options, ITransactionalProducer producer, ILogger logger)
    {
        TopicPartition[] alone = [options.Changelog, .. options.Outputs];
        if (options.Journal is { } journal)
        {
            alone = [.. alone, journal];
        }

        IReadOnlyList<TopicPartitionOffset> open = admin.OpenTransactions(alone);
        if (open.Any(place => place.TopicPartition == options.Changelog))
        {
            logger.LogWarning(
                "Task {Task} aborts what {Places} hold of a transaction that the cluster has forgotten to end", options.TaskId, string.Join(", ", open));
            AbortIn([.. alone.Except([options.Changelog]), .. options.SharedOutputs, .. DeadLetters(options)], producer);
            AbortIn([options.Changelog], producer);
            open = admin.OpenTransactions(alone);
        }

        if (open.Count > 0)
        {
            throw new TransactionHangingException(open[0]);
        }
    }

    private static void AbortIn(TopicPartition[] places, ITransactionalProducer producer)
    {
        producer.Begin();
        foreach (TopicPartition place in places)
        {
            producer.Produce(new OutgoingRecord(place.Topic, place.Partition, 0, Key, null));
        }

        producer.Flush();
        producer.Abort();
    }

    private static IEnumerable<TopicPartition> DeadLetters(TaskOptions options) =>
        Enumerable.Range(0, options.DeadLetterPartitions).Select(partition => new TopicPartition(options.DeadLetterTopic, partition));
}
