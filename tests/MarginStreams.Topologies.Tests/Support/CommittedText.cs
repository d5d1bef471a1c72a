using System.Globalization;
using System.Text;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Everything that both topologies committed, except dead letters, as text: what two runs must have in common to be the same.</summary>
internal static class CommittedText
{
    /// <summary>
    /// Outputs with their offsets and timestamps; changelogs with their offsets, without the places in the inputs, which count records that have no other
    /// effect.
    /// </summary>
    public static string Of(PipelineWorld world)
    {
        TopicNames topics = world.Topics;
        var text = new StringBuilder();
        foreach (string topic in new[] { topics.Frames, topics.LiquidationTriggers, topics.OpenLiquidations, topics.AccountStatus, topics.MarketRisk })
        {
            world.Read(topic).ForEach(record => Append(text, record, record.TimestampMs));
        }

        foreach (string topic in new[] { topics.OracleChangelog, topics.MarginChangelog })
        {
            world.Read(topic).FindAll(record => !record.Key!.AsSpan().SequenceEqual("!cut"u8)).ForEach(record => Append(text, record, null));
        }

        return text.ToString();
    }

    /// <summary>A record on one line.</summary>
    public static string Of(LogRecord record)
    {
        var text = new StringBuilder();
        Append(text, record, record.TimestampMs);
        record.Headers.ToList().ForEach(header => text.Append($" {header.Name}={Encoding.UTF8.GetString(header.Value)}"));
        return text.ToString();
    }

    private static void Append(StringBuilder text, LogRecord record, long? timestampMs) => text.AppendLine(
        CultureInfo.InvariantCulture,
        $"{record.TopicPartition} {record.Offset} {timestampMs} {Hex(record.Key)} {Hex(record.Value)}");

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
