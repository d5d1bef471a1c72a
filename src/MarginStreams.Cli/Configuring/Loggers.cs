using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace MarginStreams.Cli.Configuring;

/// <summary>Words go to stderr, in UTC: one line each for people, or one JSON object each.</summary>
internal static class Loggers
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Makes the loggers of a process.</summary>
    public static ILoggerFactory Create(LoggingSettings settings) => LoggerFactory.Create(logging =>
    {
        // What the host itself says of each request and each start is not for whoever runs the service.
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (settings.Format == "json")
        {
            logging.AddJsonConsole(static console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = TimeFormat;
            });
        }
        else
        {
            logging.AddSimpleConsole(static console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = TimeFormat + " ";
                console.ColorBehavior = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                    ? LoggerColorBehavior.Disabled
                    : LoggerColorBehavior.Default;
            });
        }

        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
