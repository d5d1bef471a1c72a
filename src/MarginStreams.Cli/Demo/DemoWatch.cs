using System.Numerics;
using System.Text;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Demo;

/// <summary>Reads the pipeline's output topics as any consumer would, and keeps what the live table shows.</summary>
internal sealed class DemoWatch : IDisposable
{
    private readonly PipelineRun _run;
    private readonly TopicNames _topics;
    private readonly ILogConsumer _consumer;
    private readonly IReadOnlyList<string> _order;
    private readonly Dictionary<string, (Instrument Terms, BigInteger First, BigInteger Last)> _prices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Contracts.AccountBand> _bandOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Contracts.AccountBand, int> _bands = [];
    private readonly IMarginEngine[] _engines;
    private long _streamTimeMs;
    private long _frames;
    private long _triggers;

    /// <summary>Watches a run; prices are shown in the order in which the instruments were defined.</summary>
    public DemoWatch(PipelineRun run, IReadOnlyList<string> order)
    {
        _order = order;
        _run = run;
        _topics = run.Options.Topics;
        _engines = [.. run.Margins.Select(margin => margin.Engine)];
        _consumer = run.Cluster.CreateConsumer("demo");
        int[] partitions = [.. Enumerable.Range(0, run.Options.PartitionCount)];
        _consumer.Assign(
        [
            new(new(_topics.Frames, 0), 0),
            .. partitions.Select(p => new TopicPartitionOffset(new(_topics.AccountStatus, p), 0)),
            .. partitions.Select(p => new TopicPartitionOffset(new(_topics.LiquidationTriggers, p), 0)),
        ]);
    }

    /// <summary>Everything up to now.</summary>
    public DemoSnapshot Look()
    {
        while (_consumer.Poll(TimeSpan.Zero) is { } record)
        {
            Take(record);
        }

        DemoPrice[] prices =
        [
            .. _order.Where(_prices.ContainsKey).Select(id => ToPrice(id, _prices[id])),
        ];
        return new(_streamTimeMs, _frames, prices, new Dictionary<Contracts.AccountBand, int>(_bands), _triggers, BadDebt());
    }

    public void Dispose() => _consumer.Dispose();

    private static DemoPrice ToPrice(string id, (Instrument Terms, BigInteger First, BigInteger Last) price) => new(
        id,
        ExactText.Decimal(price.Last, price.Terms.PriceExponent),
        (long)ExactMath.DivideFloor((price.Last - price.First) * 1_000_000, price.First));

    private void Take(LogRecord record)
    {
        if (record.Topic == _topics.LiquidationTriggers)
        {
            _triggers++;
        }
        else if (record.Topic == _topics.Frames)
        {
            Take((Frame)_run.Wire.Deserialize(record.Topic, record.Value!));
        }
        else
        {
            string account = Encoding.UTF8.GetString(record.Key!);
            if (_bandOf.Remove(account, out Contracts.AccountBand former))
            {
                _bands[former]--;
            }

            if (record.Value is not null)
            {
                Contracts.AccountBand band = ((AccountStatus)_run.Wire.Deserialize(record.Topic, record.Value)).Band;
                _bandOf[account] = band;
                _bands[band] = _bands.GetValueOrDefault(band) + 1;
            }
        }
    }

    private void Take(Frame frame)
    {
        _frames++;
        _streamTimeMs = frame.StreamTimeMs;
        foreach (FrameInstrument entry in frame.Instruments)
        {
            bool known = _prices.TryGetValue(entry.Instrument, out (Instrument Terms, BigInteger First, BigInteger Last) price);
            Instrument? terms = entry.Definition ?? price.Terms;
            if (entry.Price is { } last && terms?.Kind == Contracts.InstrumentKind.Perpetual)
            {
                _prices[entry.Instrument] = (terms, known ? price.First : last, last);
            }
        }
    }

    private BigInteger BadDebt()
    {
        BigInteger sum = 0;
        foreach ((string account, Contracts.AccountBand band) in _bandOf)
        {
            if (band is Contracts.AccountBand.Bankrupt or Contracts.AccountBand.BadDebt)
            {
                int partition = AccountPartitioner.PartitionOf(account, _engines.Length);
                sum += BigInteger.Max(0, -(_engines[partition].Assess(account)?.Equity ?? 0));
            }
        }

        return sum;
    }
}
