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
    public static CliProcess Run(string folder, IEnumerable<string> args, params (string Name, string Value)[] environment) =>
        Run(folder, args, TimeoutMs, environment);

    /// <summary>Runs it to its end in a folder, which may take long.</summary>
    public static CliProcess Run(string folder, IEnumerable<string> args, int timeoutMs, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, args, "dotnet", [], environment);
        Task<string> stdout = process.StandardOutput.ReadToEndAsync();
        Task<string> stderr = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(timeoutMs))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"marginstreams {string.Join(' ', args)} did not end within {timeoutMs} ms:\n{stderr.GetAwaiter().GetResult()}");
        }

        return new(process.ExitCode, stdout.GetAwaiter().GetResult(), stderr.GetAwaiter().GetResult());
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string folder, IEnumerable<string> args) => Start(folder, args, "dotnet", [], []);

    /// <summary>Starts it on Linux so that it hears Ctrl+C, even where whoever runs the tests does not want to.</summary>
    public static Process StartInterruptible(string folder, IEnumerable<string> args) =>
        Start(folder, args, "env", ["--default-signal=INT", "dotnet"], []);

    private static Process Start(
        string folder, IEnumerable<string> args, string program, string[] before, (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string arg in (string[])[.. before, Path.Combine(AppContext.BaseDirectory, "marginstreams.dll"), .. args])
        {
            info.ArgumentList.Add(arg);
        }

        info.Environment["NO_COLOR"] = "1";

        // Several services run at once.
        info.Environment["MARGINSTREAMS__Http__Port"] = "0";
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>The same, for a failure message.</summary>
    public override string ToString() => $"exit {ExitCode}\n{Stdout}\n{Stderr}";
}
