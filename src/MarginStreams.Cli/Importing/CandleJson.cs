using System.Text;
using System.Text.Json;
using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Importing;

/// <summary>A JSON file of candles: <c>[[ms, open, high, low, close, volume], …]</c>. Numbers keep their text, so that none is rounded.</summary>
internal static class CandleJson
{
    /// <summary>The rows with the line each begins in.</summary>
    public static List<(LinePlace Place, string[] Texts)> Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        var reader = new Utf8JsonReader(bytes);
        var lines = new LineCounter(file, bytes);
        var rows = new List<(LinePlace Place, string[] Texts)>();
        try
        {
            Require(reader.Read() && reader.TokenType == JsonTokenType.StartArray, lines, ref reader, "an array of candles");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                rows.Add(Row(lines, ref reader));
            }

            reader.Read();
        }
        catch (JsonException fault)
        {
            var place = new LinePlace(file, (fault.LineNumber ?? 0) + 1);
            throw place.Fault("", "valid JSON", $"malformed JSON at byte {fault.BytePositionInLine + 1} of the line");
        }

        return rows;
    }

    private static (LinePlace Place, string[] Texts) Row(LineCounter lines, ref Utf8JsonReader reader)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, lines, ref reader, "an array of six numbers");
        LinePlace place = lines.At(reader.TokenStartIndex);
        string[] texts = new string[CandleCheck.Fields.Length];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == texts.Length)
            {
                throw place.Fault("", "six numbers in a row", "more");
            }

            if (reader.TokenType != JsonTokenType.Number)
            {
                throw place.Fault(CandleCheck.Fields[count], "a number", $"{reader.TokenType}");
            }

            texts[count] = Encoding.UTF8.GetString(reader.ValueSpan);
            count++;
        }

        return count == texts.Length ? (place, texts) : throw place.Fault(CandleCheck.Fields[count], "six numbers in a row", $"{count}");
    }

    private static void Require(bool holds, LineCounter lines, ref Utf8JsonReader reader, string expected)
    {
        if (!holds)
        {
            throw lines.At(reader.TokenStartIndex).Fault("", expected, $"{reader.TokenType}");
        }
    }

    /// <summary>Turns rising positions into line numbers.</summary>
    private sealed class LineCounter(string file, byte[] bytes)
    {
        private long _line = 1;
        private int _position;

        public LinePlace At(long position)
        {
            _line += bytes.AsSpan(_position, (int)position - _position).Count((byte)'\n');
            _position = (int)position;
            return new LinePlace(file, _line);
        }
    }
}
