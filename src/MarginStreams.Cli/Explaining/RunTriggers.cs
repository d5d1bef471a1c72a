using System.Text;
using System.Text.Json;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Explaining;

/// <summary>The triggers of one account in a run.</summary>
public static class RunTriggers
{
    /// <summary>Its triggers, in order.</summary>
    public static IEnumerable<LiquidationTrigger> Of(RunFolder folder, string account)
    {
        byte[] name = Encoding.UTF8.GetBytes(account);
        int number = 0;
        foreach (string line in File.ReadLines(folder.TriggersPath))
        {
            number++;
            byte[] json = Encoding.UTF8.GetBytes(line);
            if (json.AsSpan().IndexOf(name) >= 0 && Parse(folder, number, json) is var trigger && trigger.Account == account)
            {
                yield return trigger;
            }
        }
    }

    private static LiquidationTrigger Parse(RunFolder folder, int number, byte[] json)
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
