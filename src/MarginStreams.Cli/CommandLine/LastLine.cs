using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginStreams.Cli;

/// <summary>What a command did, as its last line on stdout: <c>name=value</c> pairs, or one JSON object on request.</summary>
public static class LastLine
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints it.</summary>
    public static void Print(JsonObject figures, bool asJson) => Console.Out.WriteLine(asJson ? figures.ToJsonString(Plain) : Pairs(figures));

    /// <summary>The pairs; lists and objects stand in JSON only.</summary>
    public static string Pairs(JsonObject figures) =>
        string.Join(' ', figures.Where(figure => figure.Value is JsonValue).Select(figure => $"{figure.Key}={figure.Value}"));
}
