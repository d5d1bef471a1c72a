using System.Diagnostics;

namespace MarginStreams.Cli.Benching;

/// <summary>What a stretch of time cost: its length, and the processor time of this process and the broker's.</summary>
/// <param name="Elapsed">Length.</param>
/// <param name="Process">Processor time of this process.</param>
/// <param name="Broker">Processor time of the broker's process; nothing where it is not known.</param>
internal readonly record struct Usage(TimeSpan Elapsed, TimeSpan Process, TimeSpan Broker)
{
    private const double BytesPerGigabyte = 1e9;

    /// <summary>Resident memory of this process, GB.</summary>
    public static double MemoryGb
    {
        get
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            return self.WorkingSet64 / BytesPerGigabyte;
        }
    }

    /// <summary>The largest resident memory that this process ever had, GB.</summary>
    public static double MemoryGbMax
    {
        get
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            return self.PeakWorkingSet64 / BytesPerGigabyte;
        }
    }

    /// <summary>Begins a stretch; the function ends it.</summary>
    public static Func<Usage> Begin(int brokerPid)
    {
        (TimeSpan process, TimeSpan broker) = Now(brokerPid);
        long start = Stopwatch.GetTimestamp();
        return () =>
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            (TimeSpan processEnd, TimeSpan brokerEnd) = Now(brokerPid);
            return new Usage(elapsed, processEnd - process, brokerEnd - broker);
        };
    }

    private static (TimeSpan Process, TimeSpan Broker) Now(int brokerPid)
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        using Process? broker = brokerPid > 0 ? System.Diagnostics.Process.GetProcessById(brokerPid) : null;
        return (self.TotalProcessorTime, broker?.TotalProcessorTime ?? TimeSpan.Zero);
    }
}
