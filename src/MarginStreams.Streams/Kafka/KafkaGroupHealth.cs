using System.Diagnostics;
using System.Text.Json;

namespace MarginStreams.Streams;

/// <summary>
/// Whether a member stands in its group, by the library's own statistics: it has a coordinator that answers (<c>cgrp.state</c> is <c>up</c>) and no rebalance
/// is under way (<c>cgrp.join_state</c> is <c>steady</c>). After a broker's restart librdkafka 2.16 was seen without a coordinator for more than 40 s.
/// </summary>
internal sealed class KafkaGroupHealth
{
    internal const int ReportIntervalMs = 500;

    // A few reports may come late before their absence means something.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromMilliseconds(4 * ReportIntervalMs);
    private long _stableAt = Stopwatch.GetTimestamp();
    private volatile bool _isStable;

    /// <summary>Time since the member was last known to be stable, or zero while it is.</summary>
    internal TimeSpan UnstableFor
    {
        get
        {
            TimeSpan ago = Stopwatch.GetElapsedTime(Interlocked.Read(ref _stableAt));
            return _isStable && ago < SilenceMax ? TimeSpan.Zero : ago;
        }
    }

    internal void Note(string json)
    {
        using JsonDocument report = JsonDocument.Parse(json);
        bool isStable = report.RootElement.TryGetProperty("cgrp", out JsonElement group)
            && group.GetProperty("state").ValueEquals("up")
            && group.GetProperty("join_state").ValueEquals("steady");
        if (isStable)
        {
            Interlocked.Exchange(ref _stableAt, Stopwatch.GetTimestamp());
        }

        _isStable = isStable;
    }
}
