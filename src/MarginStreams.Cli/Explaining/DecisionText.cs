using System.Globalization;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Cli.Explaining;

/// <summary>A decision as text: one step a line, with its numbers, unit and rounding, then the records it came from.</summary>
public sealed class DecisionText(TextWriter output, WireFormat wire)
{
    /// <summary>Prints it.</summary>
    public void Print(Decision decision)
    {
        output.WriteLine($"account {decision.Account}");
        if (decision.Trigger is { } trigger)
        {
            Print(trigger);
        }

        if (decision.WhyNot is { } whyNot)
        {
            output.WriteLine($"{whyNot}.");
            output.WriteLine(decision.Judged is null ? "It was not judged before either." : "Its last judgement before that:");
        }

        if (decision.Judged is { } judged)
        {
            Print(judged.Explanation);
            output.WriteLine();
            output.WriteLine($"{(decision.WhyNot is null ? "decision" : "it was")}: {Verdict(judged.Explanation.Assessment)}{State(decision)}");
        }

        PrintSources(decision);
    }

    /// <summary>The decision in words.</summary>
    internal static string Verdict(Assessment figures)
    {
        string line = figures.IsLiquidatable ? "liquidatable: it has exposure, and its maintenance surplus is below zero"
            : figures.IsOut ? "not liquidatable"
            : "not liquidatable, but not yet out: its maintenance surplus is below the exit buffer";
        return figures.IsBankrupt ? $"{line}; bankrupt: its equity is below zero" : line;
    }

    private static string State(Decision decision)
    {
        if (decision.WhyNot is not null)
        {
            return "";
        }

        string band = decision.State?.Band is { } known ? $"; band {known}" : "";
        return decision.State?.Await is { } await
            ? $"{band}; it awaits {Text(await.RemainingInBlock)} more records of its block, and is not judged until they are there"
            : band;
    }

    private void Print(LiquidationTrigger trigger)
    {
        output.WriteLine(
            $"trigger {trigger.TriggerId}: {trigger.Event} / {trigger.Reason}, frame {Text(trigger.Frame)}, stream-time {UtcText.Of(trigger.StreamTimeMs)}");
        output.WriteLine(
            $"  sequence {Text(trigger.Sequence)} of the episode that opened in partition {Text(trigger.Episode.Partition)} at frame "
            + $"{Text(trigger.Episode.Frame)}, after position offset {Text(trigger.Episode.PositionOffset)}");
        output.WriteLine($"  rule set {trigger.RuleSet} version {Text(trigger.RuleSetVersion)}");
    }

    private void Print(AccountExplanation explanation)
    {
        output.WriteLine($"frame {Text(explanation.Frame)}, stream-time {UtcText.Of(explanation.StreamTimeMs)} ({Text(explanation.StreamTimeMs)} ms)");
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
        if (decision.Judged is { } judged)
        {
            output.WriteLine($"  frame {Text(judged.Explanation.Frame)}, offset {Text(judged.Inputs.FrameOffset)} of the frames");
        }

        foreach (SourceRecord source in decision.Positions.Concat(decision.Observations))
        {
            output.WriteLine($"  {source.File}:{Text(source.Line)}");
            output.WriteLine(
                $"    {source.Record.TopicPartition}@{Text(source.Record.Offset)} at {UtcText.Of(source.Record.TimestampMs)}, "
                + $"key {Encoding.UTF8.GetString(source.Record.Key!)}");
            output.WriteLine($"    {DecisionJson.Value(source.Record, wire)?.ToJsonString() ?? "tombstone: the record takes back what stood under its key"}");
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
