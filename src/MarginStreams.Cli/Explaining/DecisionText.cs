using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Explaining;

/// <summary>A decision as text: one step a line, with its numbers, unit and rounding, then the records it came from.</summary>
public sealed class DecisionText(TextWriter output, WireFormat wire)
{
    /// <summary>Prints it.</summary>
    public void Print(Decision decision)
    {
        AccountExplanation explanation = decision.Explanation;
        output.WriteLine($"account {explanation.Account}");
        output.WriteLine($"frame {Text(explanation.Frame)}, stream-time {Time(explanation.StreamTimeMs)} ({Text(explanation.StreamTimeMs)} ms)");
        if (decision.Trigger is { } trigger)
        {
            output.WriteLine(
                $"trigger {trigger.TriggerId}: {trigger.Event} / {trigger.Reason}, sequence {Text(trigger.Sequence)} of the episode that opened in partition "
                + $"{Text(trigger.Episode.Partition)} at frame {Text(trigger.Episode.Frame)}");
            output.WriteLine($"rule set {trigger.RuleSet} version {Text(trigger.RuleSetVersion)}");
        }

        foreach (HoldingExplanation holding in explanation.Holdings)
        {
            output.WriteLine();
            output.WriteLine($"holding {holding.Instrument}");
            Print("given", holding.Given);
            Print("value in equity", holding.Equity);
            Print("contribution to the initial surplus", holding.Initial);
            Print("contribution to the maintenance surplus", holding.Maintenance);
        }

        output.WriteLine();
        output.WriteLine("account");
        Print("totals", explanation.Totals);
        output.WriteLine();
        output.WriteLine($"decision: {Verdict(decision)}");
        PrintSources(decision);
    }

    private static string Verdict(Decision decision)
    {
        Assessment figures = decision.Explanation.Assessment;
        string line = figures.IsLiquidatable ? "liquidatable: it has exposure, and its maintenance surplus is below zero"
            : figures.IsOut ? "not liquidatable"
            : "not liquidatable, but not yet out: its maintenance surplus is below the exit buffer";
        string state = decision.State.Band is { } band ? $"; band {band}" : "";
        return $"{line}{(figures.IsBankrupt ? "; bankrupt: its equity is below zero" : "")}{state}";
    }

    private void Print(string title, IReadOnlyList<ExplanationLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        output.WriteLine($"  {title}");
        foreach (ExplanationLine line in lines)
        {
            string numbers = line.Numbers.Length == 0 ? "" : $" = {line.Numbers}";
            output.WriteLine($"    {line.Name}: {line.Formula}{numbers}");
            output.WriteLine($"      = {line.Result}   [{line.Unit}; {line.Rounding}]");
        }
    }

    private void PrintSources(Decision decision)
    {
        output.WriteLine();
        output.WriteLine("records it came from");
        output.WriteLine($"  frame {Text(decision.Explanation.Frame)} at offset {Text(decision.Inputs.FrameOffset)}");
        foreach (LogRecord record in decision.Positions.Concat(decision.Observations))
        {
            string key = Encoding.UTF8.GetString(record.Key!);
            output.WriteLine($"  {record.Topic}-{Text(record.Partition)}@{Text(record.Offset)} at {Time(record.TimestampMs)}: {key} {Json(record)}");
        }
    }

    private string Json(LogRecord record)
    {
        ReadOnlyMemory<byte> avro = wire.Unwrap(record.Topic, record.Value!, out IRecordCodec codec);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            RecordJson.Write(writer, codec.Schema, avro.Span);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
