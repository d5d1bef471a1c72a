using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Explaining;

/// <summary>A decision as one JSON object: what <see cref="DecisionText"/> prints, for a program.</summary>
internal static class DecisionJson
{
    /// <summary>The object.</summary>
    public static JsonObject Of(Decision decision, WireFormat wire)
    {
        Assessment? figures = decision.Judged?.Explanation.Assessment;
        return new()
        {
            ["account"] = decision.Account,
            ["trigger"] = decision.Trigger is { } trigger
                ? ToJson(RecordCodecs.LiquidationTrigger.Schema, RecordCodecs.LiquidationTrigger.Encode(trigger))
                : null,
            ["band"] = decision.State?.Band?.ToString(),
            ["isGone"] = decision.State is null,
            ["whyNotJudged"] = decision.WhyNot,
            ["frame"] = decision.Judged?.Explanation.Frame,
            ["frameOffset"] = decision.Judged?.Inputs.FrameOffset,
            ["streamTimeMs"] = decision.Judged?.Explanation.StreamTimeMs,
            ["liquidatable"] = figures?.IsLiquidatable,
            ["out"] = figures?.IsOut,
            ["bankrupt"] = figures?.IsBankrupt,
            ["equity"] = Text(figures?.Equity),
            ["initialSurplus"] = Text(figures?.InitialSurplus),
            ["maintenanceSurplus"] = Text(figures?.MaintenanceSurplus),
            ["holdings"] = new JsonArray([.. (decision.Judged?.Explanation.Holdings ?? []).Select(ToJson)]),
            ["totals"] = ToJson(decision.Judged?.Explanation.Totals ?? []),
            ["records"] = new JsonArray([.. decision.Positions.Concat(decision.Observations).Select(source => ToJson(source, wire))]),
        };
    }

    /// <summary>The fields of a record by name; null for a tombstone.</summary>
    public static JsonNode? Value(LogRecord record, WireFormat wire)
    {
        if (record.Value is null)
        {
            return null;
        }

        ReadOnlyMemory<byte> avro = wire.Unwrap(record.Topic, record.Value, out IRecordCodec codec);
        return ToJson(codec.Schema, avro.Span);
    }

    private static JsonNode? ToJson(RecordSchema schema, ReadOnlySpan<byte> avro)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            RecordJson.Write(writer, schema, avro);
        }

        return JsonNode.Parse(buffer.ToArray());
    }

    private static JsonObject ToJson(HoldingExplanation holding) => new()
    {
        ["instrument"] = holding.Instrument,
        ["given"] = ToJson(holding.Given),
        ["equity"] = ToJson(holding.Equity),
        ["initial"] = ToJson(holding.Initial),
        ["maintenance"] = ToJson(holding.Maintenance),
    };

    private static JsonArray ToJson(IReadOnlyList<ExplanationLine> lines) => new([.. lines.Select(line => new JsonObject
    {
        ["name"] = line.Name,
        ["formula"] = line.Formula,
        ["numbers"] = line.Numbers,
        ["result"] = line.Result,
        ["unit"] = line.Unit,
        ["rounding"] = line.Rounding,
    })]);

    private static JsonObject ToJson(SourceRecord source, WireFormat wire) => new()
    {
        ["file"] = source.File,
        ["line"] = source.Line,
        ["topic"] = source.Record.Topic,
        ["partition"] = source.Record.Partition,
        ["offset"] = source.Record.Offset,
        ["timestampMs"] = source.Record.TimestampMs,
        ["key"] = Encoding.UTF8.GetString(source.Record.Key!),
        ["value"] = Value(source.Record, wire),
    };

    private static string? Text(BigInteger? value) => value?.ToString(CultureInfo.InvariantCulture);
}
