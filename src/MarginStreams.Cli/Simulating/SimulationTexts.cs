using System.Text;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Simulating;

/// <summary>Names of faults as they are typed and printed: <c>commit-unknown-late</c>.</summary>
internal static class SimulationTexts
{
    /// <summary>Every fault.</summary>
    public static IReadOnlySet<SimulatedFault> AllFaults { get; } = new SortedSet<SimulatedFault>(Enum.GetValues<SimulatedFault>());

    /// <summary>Their names.</summary>
    public static IEnumerable<string> FaultNames => AllFaults.Select(fault => NameOf(fault, '-'));

    /// <summary>The name of a fault, its words joined by a character.</summary>
    public static string NameOf(SimulatedFault fault, char joint)
    {
        var name = new StringBuilder();
        foreach (char letter in fault.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append(joint);
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>The faults that a text names; null when it names something else.</summary>
    public static IReadOnlySet<SimulatedFault>? Faults(string text)
    {
        if (text is "all" or "none")
        {
            return text == "all" ? AllFaults : new SortedSet<SimulatedFault>();
        }

        Dictionary<string, SimulatedFault> known = AllFaults.ToDictionary(fault => NameOf(fault, '-'), StringComparer.Ordinal);
        string[] names = text.Split(',');
        return Array.TrueForAll(names, known.ContainsKey) ? new SortedSet<SimulatedFault>(names.Select(name => known[name])) : null;
    }
}
