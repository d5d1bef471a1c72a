using System.Diagnostics;

namespace MarginStreams.Benchmarks;

/// <summary>Times in nanoseconds.</summary>
internal static class Timing
{
    private const double NsPerSecond = 1e9;

    /// <summary>Nanoseconds in a microsecond.</summary>
    public const double NsPerUs = 1e3;

    /// <summary>Nanoseconds in a millisecond.</summary>
    public const double NsPerMs = 1e6;

    /// <summary>How long it takes.</summary>
    public static double Ns(Action what)
    {
        long start = Stopwatch.GetTimestamp();
        what();
        return Ns(Stopwatch.GetTimestamp() - start);
    }

    /// <summary>Time of processors that it takes, garbage collection and all threads included: another process beside it counts for nothing.</summary>
    public static double CpuNs(Action what)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        what();
        return (Environment.CpuUsage.TotalTime - start).TotalNanoseconds;
    }

    /// <summary>Ticks of the stopwatch as nanoseconds.</summary>
    public static double Ns(long ticks) => ticks * NsPerSecond / Stopwatch.Frequency;

    /// <summary>The middle one; of an even number of them the lower of the two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
