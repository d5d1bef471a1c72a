using System.Text.Json;

namespace MarginStreams.Cli.Recordings;

/// <summary>Strings of a line.</summary>
internal static class JsonText
{
    /// <summary>The text of a string.</summary>
    public static string Of(JsonElement value, string field, LinePlace place)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw place.Fault(field, "a string", value.GetRawText());
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw place.Fault(field, "a string of valid UTF-8", "bytes or escapes that are not");
        }
    }
}
