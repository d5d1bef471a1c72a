using System.Runtime.InteropServices;

namespace MarginStreams.Cli;

/// <summary>
/// Ctrl+C, and the signal by which a supervisor stops a process. The first asks the command to put away what it has begun; the second, and the end of the time
/// for that, end the process at once: what a task left open is aborted by its successor, as after a crash.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long a command may take to end, ms: supervisors commonly kill after 10 seconds or more.</summary>
    private const int EndWithinMs = 10_000;

    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _deadline;
    private int _signals;

    /// <summary>Listens until it is disposed.</summary>
    public StopSignals()
    {
        _deadline = new Timer(static _ => EndAtOnce($"not ended within {EndWithinMs} ms"));
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Take))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _deadline.Dispose();
        _asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            EndAtOnce("interrupted twice");
        }

        Console.Error.WriteLine("marginstreams: stopping; a second signal ends it at once");
        _deadline.Change(EndWithinMs, Timeout.Infinite);
        _asked.Cancel();
    }

    private static void EndAtOnce(string why)
    {
        Console.Error.WriteLine($"marginstreams: {why}");
        Environment.Exit((int)ExitCode.Interrupted);
    }
}
