using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace MarginStreams.Risk.Tests;

/// <summary>Cases taken from Aave's own test suite: inputs and what they expect.</summary>
internal static class AaveCases
{
    private const string Variable = "MARGINSTREAMS_VECTORS";

    /// <summary>
    /// All cases of a kind in the files <c>aave_v3*.json</c> of the folder that the environment names; the test is skipped, with the reason, without it.
    /// </summary>
    public static List<JsonElement> OfKind(params string[] kinds)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} names no folder");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "aave_v3*.json") : [];
        Assert.SkipWhen(files.Length == 0, $"{Variable} has no aave_v3.json");
        List<JsonElement> all = [];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            all.AddRange(document.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.Clone()));
        }

        string[] unknown = [.. all.Select(Kind).Except(Known, StringComparer.Ordinal)];
        Assert.True(unknown.Length == 0, $"nobody runs the kinds {string.Join(", ", unknown)}");
        return [.. all.Where(one => kinds.Contains(Kind(one), StringComparer.Ordinal))];
    }

    /// <summary>The kinds that tests run.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "fixed_point_math", "account_data", "liquidation_close_factor", "not_liquidatable", "liquidation_index_rounding", "liquidation_dust",
    ];

    public static string Id(this JsonElement one) => one.GetProperty("id").GetString()!;

    /// <summary>An integer, written as a string or a number.</summary>
    public static BigInteger Integer(this JsonElement value) => BigInteger.Parse(
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), CultureInfo.InvariantCulture);

    /// <summary>An integer, or a default where there is none.</summary>
    public static BigInteger Integer(this JsonElement element, string name, BigInteger? absent = null) =>
        element.TryGetProperty(name, out JsonElement value) ? value.Integer()
        : absent ?? throw new KeyNotFoundException($"{name} is not in {element.GetRawText()}");

    private static string Kind(JsonElement one) => one.GetProperty("kind").GetString()!;
}
