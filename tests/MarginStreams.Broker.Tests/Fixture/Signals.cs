using System.Diagnostics;
using System.Globalization;

namespace MarginStreams.Broker.Tests;

/// <summary>Signals to a process, by its id.</summary>
internal static class Signals
{
    private static readonly TimeSpan FreezeTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Sends one by its name, such as TERM.</summary>
    internal static void Send(int process, string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>
    /// Holds a process still, and returns when each of its threads stands: the signal is sent before that, and a thread stops when it notices.
    /// </summary>
    internal static void Freeze(int process)
    {
        Send(process, "STOP");
        Assert.True(SpinWait.SpinUntil(() => AllThreadsStand(process), FreezeTimeout), "the process does not stand still");
    }

    /// <summary>Lets it go on.</summary>
    internal static void Thaw(int process) => Send(process, "CONT");

    private static bool AllThreadsStand(int id)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{id}/task").All(static thread =>
            {
                // pid (name) state …, and a name may hold brackets.
                string stat = File.ReadAllText(Path.Combine(thread, "stat"));
                return stat[stat.LastIndexOf(')') + 2] == 'T';
            });
        }
        catch (IOException)
        {
            // A thread ended between the listing and the look.
            return false;
        }
    }
}
