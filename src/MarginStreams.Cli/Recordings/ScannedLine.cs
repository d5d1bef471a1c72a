using System.Text.Json;

namespace MarginStreams.Cli.Recordings;

/// <summary>A line of which only the envelope was looked at: enough to know whose it is and where it stands in the log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Key">The record's key.</param>
/// <param name="Partition">The recorded partition; -1 where it is not said.</param>
/// <param name="Offset">The recorded offset; -1 where it is not said.</param>
/// <param name="Record">Reads the whole record; only until the next line is asked for.</param>
public readonly record struct ScannedLine(long Number, string Key, int Partition, long Offset, Func<RecordedRecord> Record)
{
    /// <summary>The envelope of a line; null where it is not one, which reading the line whole will tell.</summary>
    internal static ScannedLine? Of(ReadOnlySpan<byte> line, long number, Func<RecordedRecord> record)
    {
        var json = new Utf8JsonReader(line);
        string? key = null;
        int partition = -1;
        long offset = -1;
        try
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                int field = json.ValueTextEquals("key"u8) ? 0 : json.ValueTextEquals("partition"u8) ? 1 : json.ValueTextEquals("offset"u8) ? 2 : 3;
                json.Read();
                switch (field)
                {
                    case 0:
                        key = json.GetString();
                        break;
                    case 1:
                        partition = json.GetInt32();
                        break;
                    case 2:
                        offset = json.GetInt64();
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }

        return key is null ? null : new(number, key, partition, offset, record);
    }
}
