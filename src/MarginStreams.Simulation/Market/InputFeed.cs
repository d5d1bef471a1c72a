using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>
/// Publishes the market over virtual time, with the faults of those who publish: repeats, wrong order, aborted and open transactions, rubbish.
/// </summary>
internal sealed class InputFeed(EmbeddedCluster log, MarketMaker market, FaultPlan faults, SeededRandom random, VirtualTime time) : IDisposable
{
    private const long OpenMsMax = 2_000;
    private const string TransactionalId = "indexer";
    private readonly ILogProducer _plain = log.CreateProducer();
    private readonly Queue<OutgoingRecord> _again = new();
    private ITransactionalProducer? _open;
    private OutgoingRecord? _held;
    private List<OutgoingRecord> _openRecords = [];
    private long _openUntilMs;

    /// <summary>Records that were published.</summary>
    public long Count { get; private set; }

    /// <summary>Publishes the definitions.</summary>
    public void Begin()
    {
        foreach (OutgoingRecord record in market.First(time.NowMs))
        {
            Write(record);
        }
    }

    /// <summary>Publishes what comes next.</summary>
    public void Publish()
    {
        EndIfDue();
        IReadOnlyList<OutgoingRecord> records = market.Next(time.NowMs);
        if (_open is null && faults.Strikes(SimulatedFault.InputLeftOpen, 15_000))
        {
            faults.Struck(SimulatedFault.InputLeftOpen);
            _open = InTransaction(records);
            _openRecords = [.. records];
            _openUntilMs = time.PassedMs + random.Below(OpenMsMax);
            return;
        }

        if (_open is null && faults.Strikes(SimulatedFault.InputAborted, 15_000))
        {
            faults.Struck(SimulatedFault.InputAborted);
            using ITransactionalProducer aborted = InTransaction(records);
            aborted.Abort();
        }

        foreach (OutgoingRecord record in records)
        {
            Publish(record);
        }
    }

    /// <summary>Publishes all that was held back.</summary>
    public void End()
    {
        _openUntilMs = 0;
        EndIfDue();
        Flush();
        while (_again.TryDequeue(out OutgoingRecord? again))
        {
            Write(again);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _plain.Dispose();

    private void Publish(OutgoingRecord record)
    {
        if (_held is null && faults.Strikes(SimulatedFault.InputReordered, 20_000))
        {
            _held = record;
            return;
        }

        if (faults.Strikes(SimulatedFault.InputRubbish, 15_000))
        {
            faults.Struck(SimulatedFault.InputRubbish);
            Write(market.Spoil(record));
        }

        Write(record);
        if (_held is not null)
        {
            faults.Struck(SimulatedFault.InputReordered);
            Flush();
        }

        if (faults.Strikes(SimulatedFault.InputRepeated, 20_000))
        {
            faults.Struck(SimulatedFault.InputRepeated);
            _again.Enqueue(record);
        }

        if (_again.Count > 0 && random.Below(3) == 0)
        {
            Write(_again.Dequeue());
        }
    }

    private void Flush()
    {
        if (_held is { } held)
        {
            _held = null;
            Write(held);
        }
    }

    private ITransactionalProducer InTransaction(IReadOnlyList<OutgoingRecord> records)
    {
        ITransactionalProducer producer = log.CreateTransactionalProducer(TransactionalId);
        producer.Begin();
        foreach (OutgoingRecord record in records)
        {
            producer.Produce(record);
        }

        return producer;
    }

    private void EndIfDue()
    {
        if (_open is not null && time.PassedMs >= _openUntilMs)
        {
            try
            {
                _open.Commit();
            }
            catch (ProducerFencedException)
            {
                // It was open for too long, and is aborted.
                _openRecords.ForEach(Write);
            }

            _open.Dispose();
            _open = null;
        }
    }

    private void Write(OutgoingRecord record)
    {
        _plain.Produce(record);
        Count++;
    }
}
