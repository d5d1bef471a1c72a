using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Configuring;

/// <summary>A cluster, how records are written on it, and the names of its topics, as the settings say.</summary>
public sealed class Connection : IDisposable
{
    private readonly RegistrySchemaIds? _registry;

    /// <summary>Connects.</summary>
    /// <exception cref="CliException">No log is named, or a setting cannot be right.</exception>
    public Connection(Settings settings)
        : this(settings, ClusterHome.Open)
    {
    }

    /// <summary>Connects to a cluster that is made from the settings.</summary>
    internal Connection(Settings settings, Func<Settings, ILoggerFactory, ILogCluster> connect)
    {
        Settings = settings;
        Loggers = Configuring.Loggers.Create(settings.Logging);
        Options = new PipelineOptions
        {
            Topics = new TopicNames(settings.Topics.Prefix, settings.Topics.ApplicationId) { RetentionMs = settings.Topics.RetentionMs },
            PartitionCount = settings.Topics.Partitions,
            Partitioning = Enum.Parse<PositionPartitioning>(settings.Positions.Partitioning, ignoreCase: true),
            Oracle = new()
            {
                FrameIntervalMs = settings.Oracle.FrameIntervalMs,
                FrameMaxUpdates = settings.Oracle.FrameMaxUpdates,
                KeyframeEvery = settings.Oracle.KeyframeEvery,
            },
            MaxAwaitFrames = settings.Margin.MaxAwaitFrames,
            TellsHealthyNewcomers = settings.Margin.TellHealthyNewcomers,
            MarketRisk = new(settings.Margin.MarketRiskEveryMs, SettingsCheck.Steps(settings.Margin.MarketRiskStepsPpm)),
            CommitIntervalMs = settings.Margin.CommitIntervalMs,
            CommitMaxRecords = settings.Margin.CommitMaxRecords,
            DeadLetterBurstMax = settings.DeadLetters.BurstMax,
            MaxTaskIdleMs = settings.Margin.MaxTaskIdleMs,
        };
        if (settings.SchemaRegistry.Url.Length > 0)
        {
            _registry = new RegistrySchemaIds(new RegistryOptions(RegistryUri(settings.SchemaRegistry.Url))
            {
                UserName = settings.SchemaRegistry.UserName,
                Password = SecretFiles.PasswordOf(settings.SchemaRegistry),
                AutoRegister = settings.SchemaRegistry.AutoRegister,
            });
        }

        Cluster = connect(settings, Loggers);
        Wire = new WireFormat(_registry is null ? new LocalSchemaIds() : new ClusterSchemaIds(_registry));
    }

    /// <summary>What it was made from.</summary>
    public Settings Settings { get; }

    /// <summary>The loggers of the process.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>The cluster.</summary>
    public ILogCluster Cluster { get; }

    /// <summary>How records are written.</summary>
    public WireFormat Wire { get; }

    /// <summary>How the pipeline is put together.</summary>
    public PipelineOptions Options { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cluster.Dispose();
        _registry?.Dispose();
        Loggers.Dispose();
    }

    private static Uri RegistryUri(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CliException(ExitCode.Configuration, "configuration: SchemaRegistry:Url: expected an http or https URL, such as http://localhost:8081");
}
