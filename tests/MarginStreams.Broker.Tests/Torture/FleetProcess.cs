using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MarginStreams.Cli.Tests;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>A process of <c>marginstreams run</c>: what it says, which partitions it owns by its own words, and how it is ended.</summary>
internal sealed partial class FleetProcess : IDisposable
{
    /// <summary>What a process says when a task of it failed with the log and is replaced.</summary>
    internal const string MadeAnew = "a new one starts in";

    /// <summary>What a process says when its start is over.</summary>
    internal const string Serving = "Serving ";

    private const int WordsShown = 40;
    private readonly ConcurrentQueue<string> _words = new();
    private readonly SortedSet<int> _margins = [];
    private readonly string _folder;
    private readonly IReadOnlyList<string> _args;
    private readonly Process _process;

    internal FleetProcess(string name, string folder, IReadOnlyList<string> args)
    {
        (Name, _folder, _args) = (name, folder, args);
        _process = CliProcess.Start(folder, args);
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    internal string Name { get; }

    internal bool HasExited => _process.HasExited;

    /// <summary>Partitions of positions that it owns.</summary>
    internal int[] Margins
    {
        get
        {
            lock (_margins)
            {
                return [.. _margins];
            }
        }
    }

    /// <summary>Memory that it holds, bytes.</summary>
    internal long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts another process with the same words.</summary>
    internal FleetProcess StartAgain() => new(Name, _folder, _args);

    /// <summary>How many lines with these words it said so far.</summary>
    internal int Said(string words) => _words.Count(line => line.Contains(words, StringComparison.Ordinal));

    internal void Freeze() => Signals.Freeze(_process.Id);

    internal void Thaw() => Signals.Thaw(_process.Id);

    /// <summary>Ends it as a crash does.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends it as a supervisor does, and returns its exit code.</summary>
    internal int Terminate()
    {
        Signals.Send(_process.Id, "TERM");
        return ExitCode(Stage.Patience);
    }

    /// <summary>Waits for its end by itself.</summary>
    internal int ExitCode(TimeSpan patience)
    {
        Assert.True(_process.WaitForExit(patience), $"it does not end: {this}");

        // Its last words come after its end.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Whether it lives on for all of this time.</summary>
    internal bool Outlives(TimeSpan time) => !_process.WaitForExit(time);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>Its last words, for a failure's message.</summary>
    public override string ToString() =>
        $"{Name}{(_process.HasExited ? $" (exit {_process.ExitCode.ToString(CultureInfo.InvariantCulture)})" : "")}\n"
        + string.Join('\n', _words.TakeLast(WordsShown));

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _words.Enqueue(line);
        if (OwnershipPattern().Match(line) is { Success: true } told)
        {
            IEnumerable<int> partitions = told.Groups["partition"].Captures.Select(text => int.Parse(text.Value, CultureInfo.InvariantCulture));
            lock (_margins)
            {
                if (told.Groups["what"].Value == "was given")
                {
                    _margins.UnionWith(partitions);
                }
                else
                {
                    _margins.ExceptWith(partitions);
                }
            }
        }
    }

    [GeneratedRegex(@"Worker margin-\S+ (?<what>was given|gives away|has lost) (\S+-(?<partition>\d+)(, )?)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnershipPattern();
}
