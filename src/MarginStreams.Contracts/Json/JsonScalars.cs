using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace MarginStreams.Contracts;

/// <summary>Single values of JSON, read from their raw text: no number ever becomes a floating point one.</summary>
internal static class JsonScalars
{
    // How much of a wrong value is shown.
    private const int ShownCharsMax = 60;

    /// <summary>An integer within limits.</summary>
    public static long Integer(JsonElement value, long least, long most)
    {
        if (value.ValueKind == JsonValueKind.Number
            && long.TryParse(JsonMarshal.GetRawUtf8Value(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        throw Unexpected($"an integer from {least} to {most}", value);
    }

    /// <summary>Writes an amount: a string of digits, or an integer.</summary>
    public static void WriteAmount(AvroWriter writer, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(value);
            text = value.ValueKind == JsonValueKind.String ? text[1..^1] : text;
            if (IsShort(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small))
            {
                writer.WriteAmount(small);
                return;
            }

            if (Amounts.Parse(text) is { } amount)
            {
                writer.WriteAmount(amount);
                return;
            }
        }

        throw Unexpected($"an integer of at most {Amounts.DigitsMax} digits, as a string", value);
    }

    /// <summary>Writes a string.</summary>
    public static void WriteString(AvroWriter writer, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Unexpected("a string", value);
        }

        // Without an escape the raw text is the string.
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (raw.Contains((byte)'\\'))
        {
            writer.WriteString(Text(value));
        }
        else
        {
            writer.WriteBytes(Utf8.IsValid(raw) ? raw : throw Unexpected("a string of UTF-8", value));
        }
    }

    /// <summary>Bytes in base64.</summary>
    public static byte[] Base64(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw Unexpected("a string in base64", value);

    /// <summary>Index of an enum's symbol.</summary>
    public static int Symbol(AvroType type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            for (int i = 0; i < type.Symbols.Length; i++)
            {
                if (value.ValueEquals(type.SymbolsEncoded[i].EncodedUtf8Bytes))
                {
                    return i;
                }
            }
        }

        throw Unexpected($"one of {string.Join(", ", type.Symbols)}", value);
    }

    /// <summary>Name of a property.</summary>
    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException invalid)
        {
            throw new RecordJsonException("", $"a name is not Unicode: {invalid.Message}");
        }
    }

    /// <summary>The error of a value that is something else.</summary>
    public static RecordJsonException Unexpected(string expected, JsonElement value)
    {
        string found = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        string shown = found.Length <= ShownCharsMax ? found : found[..ShownCharsMax] + "…";
        return new RecordJsonException("", $"expected {expected}, but it is {shown}");
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Unexpected("a string of Unicode", value);
        }
    }

    /// <summary>Whether a text has only digits, a minus sign apart, and so few that they fit into 64 bits.</summary>
    private static bool IsShort(ReadOnlySpan<byte> text)
    {
        const int LongDigitsMax = 18;
        ReadOnlySpan<byte> digits = text is [(byte)'-', ..] ? text[1..] : text;
        return digits.Length is > 0 and <= LongDigitsMax && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
