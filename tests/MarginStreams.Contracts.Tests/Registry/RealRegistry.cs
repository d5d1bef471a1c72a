using System.Diagnostics;

namespace MarginStreams.Contracts.Tests;

/// <summary>A schema registry of its own for a class of tests, in memory; <see cref="Url"/> is null where the machine has none.</summary>
public sealed class RealRegistry : IDisposable
{
    private const string Variable = "MARGINSTREAMS_REGISTRY_HOME";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("marginstreams-registry-");
    private readonly string _command = Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", "bin", "registry-dev");

    public RealRegistry()
    {
        WhyNot = File.Exists(_command) ? "" : $"{Variable} names no folder with bin/registry-dev";
        if (WhyNot.Length == 0)
        {
            Url = new Uri(Run("start").Trim());
        }
    }

    /// <summary>Its address.</summary>
    public Uri? Url { get; }

    /// <summary>Why there is none.</summary>
    public string WhyNot { get; }

    public void Dispose()
    {
        if (Url is not null)
        {
            Run("stop");
        }

        _data.Delete(recursive: true);
    }

    private string Run(string verb)
    {
        // Its output goes to a file: the registry would keep a pipe open for as long as it runs.
        string output = Path.Combine(_data.FullName, verb + ".out");
        string script = $"\"{_command}\" {verb} --data \"{_data.FullName}\" > \"{output}\" 2>&1";
        using Process process = Process.Start("bash", ["-c", script]);
        process.WaitForExit();
        return process.ExitCode == 0 ? File.ReadAllText(output) : throw new InvalidOperationException($"registry-dev {verb}: {File.ReadAllText(output)}");
    }
}
