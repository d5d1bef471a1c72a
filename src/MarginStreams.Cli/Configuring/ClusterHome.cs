using MarginStreams.Streams;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Configuring;

/// <summary>Where the log is: on a Kafka cluster, or in a folder of this machine, which one process at a time may use.</summary>
internal static class ClusterHome
{
    /// <summary>Opens the one that the settings name.</summary>
    /// <exception cref="CliException">None is named, or both are; a property is none; the folder is in use.</exception>
    public static ILogCluster Open(Settings settings, ILoggerFactory loggers)
    {
        bool isBroker = settings.Kafka.BootstrapServers.Length > 0;
        bool isFolder = settings.Log.Directory.Length > 0;
        return (isBroker, isFolder) switch
        {
            (true, false) => Kafka(settings, loggers),
            (false, true) => Folder(settings, loggers),
            (true, true) => throw new CliException(
                ExitCode.Configuration, "configuration: Log:Directory: expected no folder beside Kafka:BootstrapServers, since the log is one or the other"),
            _ => throw new CliException(
                ExitCode.Configuration, "no broker is named: pass --bootstrap-servers HOST:PORT or --log DIR, or set Kafka:BootstrapServers"),
        };
    }

    private static KafkaCluster Kafka(Settings settings, ILoggerFactory loggers)
    {
        var options = new KafkaClusterOptions
        {
            BootstrapServers = settings.Kafka.BootstrapServers,
            Properties = SecretFiles.PropertiesOf(settings.Kafka),
            ReplicationFactor = settings.Topics.ReplicationFactor,
            MinInsyncReplicas = settings.Topics.MinInsyncReplicas,
            RequestTimeoutMs = settings.Kafka.RequestTimeoutMs,
            CommitTimeoutMs = settings.Transactions.CommitTimeoutMs,
            TransactionTimeoutMs = settings.Transactions.TimeoutMs,
        };
        try
        {
            return new KafkaCluster(options, loggers);
        }
        catch (LogException refused)
        {
            // Nothing was asked of a broker yet: it is the client that does not take a property.
            throw new CliException(ExitCode.Configuration, $"configuration: Kafka:Properties: {refused.Message}", refused);
        }
    }

    private static EmbeddedCluster Folder(Settings settings, ILoggerFactory loggers)
    {
        var options = new EmbeddedOptions { TransactionTimeoutMs = settings.Transactions.TimeoutMs };
        try
        {
            return EmbeddedCluster.Open(settings.Log.Directory, options, TimeProvider.System, loggers.CreateLogger("MarginStreams.Log"));
        }
        catch (Exception refused) when (refused is LogException and not LogCorruptException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Configuration, $"configuration: Log:Directory: {refused.Message}", refused);
        }
    }
}
