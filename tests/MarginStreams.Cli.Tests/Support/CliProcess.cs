using System.Diagnostics;

namespace MarginStreams.Cli.Tests;

/// <summary>The <c>marginstreams</c> command as a process of its own, as a user meets it.</summary>
internal sealed record CliProcess(int ExitCode, string Stdout, string Stderr)
{
    private const int TimeoutMs = 120_000;

    /// <summary>The last line of stdout.</summary>
    public string LastLine => Stdout.TrimEnd('\n').Split('\n')[^1];

    /// <summary>Runs it to its end.</summary>
    public static CliProcess Run(params string[] args) => Run(Environment.CurrentDirectory, args);

    /// <summary>Runs it to its end in a folder.</summary>
    public static CliProcess Run(string folder, IEnumerable<string> args)
    {
        using Process process = Start(folder, args);
        Task<string> stdout = process.StandardOutput.ReadToEndAsync();
        Task<string> stderr = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeoutMs))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"marginstreams {string.Join(' ', args)} did not end within {TimeoutMs} ms");
        }

        return new(process.ExitCode, stdout.GetAwaiter().GetResult(), stderr.GetAwaiter().GetResult());
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string folder, IEnumerable<string> args)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "marginstreams.dll"));
        foreach (string arg in args)
        {
            info.ArgumentList.Add(arg);
        }

        info.Environment["NO_COLOR"] = "1";
        return Process.Start(info)!;
    }

    /// <summary>The same, for a failure message.</summary>
    public override string ToString() => $"exit {ExitCode}\n{Stdout}\n{Stderr}";
}
