using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Cli.Runs;

/// <summary>
/// Both topologies on the embedded log, fed by whoever holds this. Commits come from the records alone and never from a clock, so the same input gives the
/// same log, offset by offset.
/// </summary>
public sealed class PipelineRun : IDisposable
{
    private readonly EmbeddedCluster _cluster = new();
    private readonly InputRecords _inputs;
    private readonly (OracleProcessor Processor, SoloTask Task) _oracle;
    private readonly (MarginProcessor Processor, SoloTask Task)[] _margins;

    /// <summary>A pipeline without any record yet.</summary>
    public PipelineRun(PipelineOptions options)
    {
        Options = options;
        Wire = new WireFormat(new LocalSchemaIds());
        var pipeline = new Pipeline(_cluster, options, Wire, new StandingClock(), NullLoggerFactory.Instance);
        pipeline.EnsureTopics();
        _inputs = new InputRecords(options.Topics, options.PartitionCount, Wire);
        _oracle = pipeline.CreateOracle();
        _margins = [.. Enumerable.Range(0, options.PartitionCount).Select(pipeline.CreateMargin)];
        _oracle.Task.Start();
        Array.ForEach(_margins, margin => margin.Task.Start());
    }

    /// <summary>How it was put together.</summary>
    public PipelineOptions Options { get; }

    /// <summary>How records are written.</summary>
    public WireFormat Wire { get; }

    /// <summary>Records put in.</summary>
    public long RecordCount => _inputs.RecordCount;

    /// <summary>Accounts that positions named.</summary>
    public int AccountCount => _inputs.AccountCount;

    /// <summary>The log.</summary>
    public ILogCluster Cluster => _cluster;

    /// <summary>The processors of the margin topology, one a partition.</summary>
    public IEnumerable<MarginProcessor> Margins => _margins.Select(margin => margin.Processor);

    /// <summary>Puts a record into its topic.</summary>
    public void Append(RecordedRecord record) => _cluster.Append(_inputs.Next(record));

    /// <summary>Lets the oracle, then the margin tasks side by side, work until every input stands at its end.</summary>
    public void CatchUp(CancellationToken cancel)
    {
        SoloTasks.RunToEnd([_oracle.Task], cancel);
        Parallel.ForEach(
            _margins,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel },
            margin => SoloTasks.RunToEnd([margin.Task], cancel));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _oracle.Task.Dispose();
        Array.ForEach(_margins, margin => margin.Task.Dispose());
        _cluster.Dispose();
    }

    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
