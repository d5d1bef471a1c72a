using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Runs;

/// <summary>A trigger as a line of <c>triggers.jsonl</c>: the fields by name, in the order of the schema, without a line feed.</summary>
public sealed record TriggerLine(string TriggerId, string Account, long Frame, byte[] Json)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of a trigger.</summary>
    public static TriggerLine Of(LiquidationTrigger trigger)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            RecordJson.Write(writer, RecordCodecs.LiquidationTrigger.Schema, RecordCodecs.LiquidationTrigger.Encode(trigger));
        }

        return new TriggerLine(trigger.TriggerId, trigger.Account, trigger.Frame, buffer.WrittenSpan.ToArray());
    }

    /// <summary>SHA-256 of the file that holds these lines, in hex.</summary>
    public static string Hash(IEnumerable<TriggerLine> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TriggerLine line in lines)
        {
            hash.AppendData(line.Json);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
