using System.Text.Json.Nodes;

namespace MarginStreams.Cli.Health;

/// <summary>One thing that has to be well.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsOk">Whether it is well.</param>
/// <param name="Why">What was seen, for a person.</param>
public sealed record HealthPart(string Name, bool IsOk, string Why);

/// <summary>How a service is, part by part.</summary>
public sealed record HealthReport(IReadOnlyList<HealthPart> Parts)
{
    /// <summary>Whether all of it is well.</summary>
    public bool IsOk => Parts.All(part => part.IsOk);

    /// <summary>The same as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["status"] = Word(IsOk),
        ["parts"] = new JsonArray(
            [.. Parts.Select(part => new JsonObject { ["name"] = part.Name, ["status"] = Word(part.IsOk), ["why"] = part.Why })]),
    };

    private static string Word(bool isOk) => isOk ? "ok" : "sick";
}
