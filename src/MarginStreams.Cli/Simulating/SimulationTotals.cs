using System.Globalization;
using System.Text.Json.Nodes;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Simulating;

/// <summary>What the runs of one or more seeds came to, added up.</summary>
internal sealed class SimulationTotals
{
    private const double MsPerHour = 3_600_000;
    private readonly SortedDictionary<SimulatedFault, long> _faults = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<ulong> _failed = [];
    private SimulationReport? _first;
    private long _seeds;
    private long _steps;
    private long _virtualMs;
    private long _checks;
    private string _stateHash = "";

    /// <summary>Seeds whose run is not as it must be.</summary>
    public IReadOnlyList<ulong> FailedSeeds => _failed;

    /// <summary>Adds a run.</summary>
    public void Add(SimulationReport report)
    {
        _first ??= report;
        _seeds++;
        _steps += report.Steps;
        _virtualMs += report.VirtualMs;
        _checks += report.Checks;
        _stateHash = report.StateHash;
        if (!report.IsOk)
        {
            _failed.Add(report.Seed);
        }

        foreach ((SimulatedFault fault, long count) in report.Faults)
        {
            _faults[fault] = _faults.GetValueOrDefault(fault) + count;
        }

        foreach ((string name, long count) in report.Counts)
        {
            _counts[name] = _counts.GetValueOrDefault(name) + count;
        }
    }

    /// <summary>The figures; the state hash is that of a single run.</summary>
    public JsonObject ToJson()
    {
        var faults = new JsonObject();
        foreach ((SimulatedFault fault, long count) in _faults)
        {
            faults[SimulationTexts.NameOf(fault, '_')] = count;
        }

        var counts = new JsonObject();
        foreach ((string name, long count) in _counts)
        {
            counts[name] = count;
        }

        var figures = new JsonObject
        {
            ["seed"] = _first!.Seed,
            ["seeds"] = _seeds,
            ["steps"] = _steps,
            ["virtual_hours"] = JsonNode.Parse((_virtualMs / MsPerHour).ToString("F3", CultureInfo.InvariantCulture)),
            ["faults"] = faults,
            ["counts"] = counts,
            ["checks"] = _checks,
            ["failed_seeds"] = new JsonArray([.. _failed.Select(seed => JsonValue.Create(seed))]),
        };
        if (_seeds == 1)
        {
            figures["state_hash"] = _stateHash;
        }

        figures["verdict"] = _failed.Count == 0 ? "ok" : "mismatch";
        return figures;
    }

    /// <summary>The figures one by one: those of faults are named <c>fault_…</c>.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Flat(JsonObject figures)
    {
        foreach ((string name, JsonNode? value) in figures)
        {
            if (value is JsonObject group)
            {
                foreach ((string inner, JsonNode? count) in group)
                {
                    yield return new(name == "faults" ? $"fault_{inner}" : inner, count);
                }
            }
            else if (value is JsonValue)
            {
                yield return new(name, value);
            }
        }
    }
}
