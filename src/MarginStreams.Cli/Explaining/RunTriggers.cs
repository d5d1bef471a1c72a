using System.Text.Json;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Explaining;

/// <summary>The triggers of one account in a run.</summary>
public static class RunTriggers
{
    /// <summary>Its triggers, in order. Lines without its id are passed over unread.</summary>
    public static IEnumerable<LiquidationTrigger> Of(RunFolder folder, string account)
    {
        byte[] id = JsonEncodedText.Encode(account, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
        using var lines = new LineReader(folder.TriggersPath);
        while (lines.Next())
        {
            if (lines.Line.Span.IndexOf(id) >= 0 && Parse(folder, lines.Number, lines.Line) is var trigger && trigger.Account == account)
            {
                yield return trigger;
            }
        }
    }

    private static LiquidationTrigger Parse(RunFolder folder, long number, ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return RecordCodecs.LiquidationTrigger.Decode(RecordJson.ToAvro(RecordCodecs.LiquidationTrigger.Schema, document.RootElement));
        }
        catch (Exception malformed) when (malformed is JsonException or RecordJsonException)
        {
            throw new CliException(ExitCode.InputInvalid, $"{folder.TriggersPath}:{number}: {malformed.Message}", malformed);
        }
    }
}
