using MarginStreams.Cli.Configuring;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Running;

/// <summary>
/// The workers of a process, as the settings and its role say: one of the oracle, some that share the margin tasks, and one of the intake where positions
/// are repartitioned.
/// </summary>
internal sealed class ServiceWorkers
{
    private readonly List<Worker> _workers = [];
    private readonly Settings _settings;

    /// <summary>Makes them; each joins its group at its first step.</summary>
    public ServiceWorkers(Pipeline pipeline, ServiceRole role, Settings settings)
    {
        _settings = settings;
        if (role.HasFlag(ServiceRole.Oracle))
        {
            Oracle = pipeline.Oracle();
            _workers.Add(Create(pipeline, Oracle, Oracle.Name));
        }

        if (role.HasFlag(ServiceRole.Margin))
        {
            if (pipeline.Options.Partitioning == PositionPartitioning.Repartition)
            {
                IntakeTopology intake = pipeline.Intake();
                _workers.Add(Create(pipeline, intake, intake.Name));
            }

            MarginTopology[] margins = [.. Enumerable.Range(0, settings.Workers.Count).Select(_ => pipeline.Margin())];
            Margins = margins;
            _workers.AddRange(margins.Select((margin, number) => Create(pipeline, margin, $"{margin.Name}-worker-{number}")));
        }
    }

    /// <summary>The oracle topology; null where this process has none.</summary>
    public OracleTopology? Oracle { get; }

    /// <summary>The margin topology, once for each worker.</summary>
    public IReadOnlyList<MarginTopology> Margins { get; } = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Worker> All => _workers;

    private Worker Create(Pipeline pipeline, ITopology topology, string name)
    {
        GroupSettings group = _settings.Group;
        var options = new GroupOptions(topology.GroupId, topology.OwnedTopic)
        {
            Protocol = Enum.Parse<GroupProtocol>(group.Protocol, ignoreCase: true),
            SessionTimeoutMs = group.SessionTimeoutMs,

            // Each member of a group has a name of its own.
            InstanceId = group.InstanceId.Length == 0 ? null : $"{group.InstanceId}-{name}",
        };
        return pipeline.CreateWorker(topology, new WorkerOptions
        {
            Name = name,
            Group = options,
            Snapshots = Snapshots(),
            OwnThreads = true,
        });
    }

    private SnapshotOptions? Snapshots() => _settings.State.Directory.Length == 0
        ? null
        : SnapshotOptions.Below(_settings.State.Directory) with { EveryMs = _settings.State.SnapshotEveryMs };
}
