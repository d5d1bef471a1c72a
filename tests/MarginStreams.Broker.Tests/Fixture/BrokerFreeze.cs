using System.Diagnostics;
using System.Globalization;
using MarginStreams.Cli.Benching;

namespace MarginStreams.Broker.Tests;

/// <summary>A broker that stands still and comes back, as behind a network that hangs.</summary>
internal static class BrokerFreeze
{
    private static readonly TimeSpan FreezeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Holds the process still: what was sent to it waits in its sockets until it goes on.</summary>
    internal static IDisposable Freeze(this LocalBroker broker)
    {
        Signal(broker, "STOP");

        // The signal is sent when this returns, but each thread stops when it notices.
        Assert.True(SpinWait.SpinUntil(() => AllThreadsStand(broker), FreezeTimeout), "the broker does not stand still");
        return new Thaw(broker);
    }

    private static bool AllThreadsStand(LocalBroker broker) => Directory.EnumerateDirectories($"/proc/{broker.ProcessId}/task").All(static thread =>
    {
        // pid (name) state …, and a name may hold brackets.
        string stat = File.ReadAllText(Path.Combine(thread, "stat"));
        return stat[stat.LastIndexOf(')') + 2] == 'T';
    });

    private static void Signal(LocalBroker broker, string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, broker.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private sealed class Thaw(LocalBroker broker) : IDisposable
    {
        public void Dispose() => Signal(broker, "CONT");
    }
}
