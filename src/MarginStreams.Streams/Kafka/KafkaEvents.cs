using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What librdkafka says by itself: to the log, and the last trouble into the messages of exceptions.</summary>
internal sealed class KafkaEvents(string servers, ILogger logger)
{
    private volatile Error? _trouble;
    private volatile Error? _fatal;

    /// <summary>The error that ended this client, if any.</summary>
    internal Error? Fatal => _fatal;

    internal void OnLog(LogMessage message)
    {
        LogLevel level = message.Level switch
        {
            // The library calls fencing critical; what to do is for whoever catches the exception to say.
            <= SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Notice or SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        logger.Log(level, "{Client} {Facility}: {Message}", message.Name, message.Facility, message.Message);
    }

    internal void OnError(Error error)
    {
        _trouble = error;
        if (error.IsFatal)
        {
            _fatal = error;
        }

        logger.LogWarning("{Code}: {Reason}", error.Code, error.Reason);
    }

    /// <summary>For a request that nobody answered in time.</summary>
    internal LogUnreachableException Unreachable(string doing, int timeoutMs, Exception? inner = null)
    {
        string trouble = _trouble is { } error ? $"; last error: {error.Reason}" : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"Kafka at {servers} did not answer within {timeoutMs} ms: {doing}{trouble}"), inner);
    }
}
