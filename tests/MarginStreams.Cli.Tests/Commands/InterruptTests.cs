using System.Diagnostics;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary>Ctrl+C in the middle of the work: exit code 130, one word, and nothing half-written is left.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Backtest_InterruptedWhileItReads_LeavesNothing()
    {
        SkipWhereNoSignals();
        CliProcess generated = CliProcess.Run("generate", "--out", _folder["recording"], "--accounts", "20000", "--minutes", "600");
        Assert.True(generated.ExitCode == 0, generated.ToString());
        AssertInterrupted(
            ["backtest", _folder["recording"], "--out", _folder["run"]],
            process => Directory.EnumerateFiles($"/proc/{process.Id}/fd").Any(file => Target(file).EndsWith("positions.jsonl", StringComparison.Ordinal)));
        Assert.Equal([_folder["recording"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Generate_InterruptedWhileItWrites_LeavesNothing()
    {
        SkipWhereNoSignals();
        AssertInterrupted(
            ["generate", "--out", _folder["recording"], "--accounts", "1000000"],
            _ => Directory.Exists(_folder["recording"]) && Directory.EnumerateFiles(_folder["recording"]).Any());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Demo_Interrupted_Ends()
    {
        SkipWhereNoSignals();
        using Process process = CliProcess.StartInterruptible(_folder.Path, ["demo", "--accounts", "20000"]);
        Assert.NotNull(process.StandardOutput.ReadLine());
        Interrupt(process);
    }

    [Fact]
    public void Run_SecondSignal_EndsAtOnce()
    {
        SkipWhereNoSignals();

        // Nobody listens there, and the client waits ten seconds before it gives up, whatever is asked of it.
        using Process process = CliProcess.StartInterruptible(_folder.Path, ["run", "--bootstrap-servers", "localhost:1"]);
        Assert.NotNull(process.StandardError.ReadLine());
        Signal(process, "TERM");
        while (process.StandardError.ReadLine() is { } line && line != "marginstreams: stopping; a second signal ends it at once")
        {
            Assert.False(process.HasExited, line);
        }

        var watch = Stopwatch.StartNew();
        Signal(process, "INT");
        Assert.True(process.WaitForExit(Patience), "it went on");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("marginstreams: interrupted twice", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    private void AssertInterrupted(string[] args, Func<Process, bool> isInTheMiddle)
    {
        using Process process = CliProcess.StartInterruptible(_folder.Path, args);
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || isInTheMiddle(process), Patience), "it did not get there");
        Assert.False(process.HasExited, "it ended too soon");
        Interrupt(process);
    }

    private static void Interrupt(Process process)
    {
        Signal(process, "INT");
        Assert.True(process.WaitForExit(Patience), "it went on");
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("marginstreams: interrupted\n", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
    }

    private static void Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static string Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return "";
        }
    }

    private static void SkipWhereNoSignals() => Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as on Linux");
}
