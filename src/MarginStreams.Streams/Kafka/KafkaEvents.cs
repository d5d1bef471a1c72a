using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What librdkafka says by itself: to the log, and the last trouble into the messages of exceptions.</summary>
internal sealed class KafkaEvents(string servers, ILogger logger)
{
    private static readonly TimeSpan FailureLogInterval = TimeSpan.FromSeconds(5);
    private long _failureLoggedAt;
    private volatile Error? _trouble;
    private volatile Error? _fatal;

    /// <summary>The error that ended this client, if any.</summary>
    internal Error? Fatal => _fatal;

    internal void OnLog(LogMessage message)
    {
        // A client without its broker says so at every attempt, twenty times a second.
        if (message.Facility == "FAIL" && IsTooSoon())
        {
            return;
        }

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

    /// <summary>Its cause was logged; here it is kept for the exception that follows.</summary>
    internal void OnError(Error error)
    {
        _trouble = error;
        if (error.IsFatal)
        {
            _fatal = error;
        }

        logger.LogDebug("{Code}: {Reason}", error.Code, error.Reason);
    }

    /// <summary>For a request that nobody answered in time.</summary>
    internal LogUnreachableException Unreachable(string doing, int timeoutMs, Exception? inner = null)
    {
        string trouble = _trouble is { } error ? $"; last error: {error.Reason}" : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"Kafka at {servers} did not answer within {timeoutMs} ms: {doing}{trouble}"), inner);
    }

    /// <summary>For a call that has not returned, and with which its client is left behind.</summary>
    internal LogUnreachableException Hanging(string doing, int timeoutMs) => Unreachable($"{doing} (the call has not returned)", timeoutMs);

    private bool IsTooSoon()
    {
        long last = Interlocked.Read(ref _failureLoggedAt);
        bool isTooSoon = last != 0 && Stopwatch.GetElapsedTime(last) < FailureLogInterval;
        return isTooSoon || Interlocked.CompareExchange(ref _failureLoggedAt, Stopwatch.GetTimestamp(), last) != last;
    }
}
