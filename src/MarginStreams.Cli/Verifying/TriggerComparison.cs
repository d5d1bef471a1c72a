using System.Text;
using System.Text.Json;
using MarginStreams.Cli.Runs;

namespace MarginStreams.Cli.Verifying;

/// <summary>What is wrong with one trigger.</summary>
/// <param name="TriggerId">Its id: the one it should have, or for one too many the one it has.</param>
/// <param name="Account">Its account.</param>
/// <param name="Line">Line of <c>triggers.jsonl</c>, from 1; 0 where it is missing.</param>
/// <param name="What">What is wrong.</param>
public sealed record TriggerMismatch(string TriggerId, string Account, int Line, string What);

/// <summary>Triggers of a run against those of a recomputation.</summary>
/// <param name="Missed">How many the run lacks.</param>
/// <param name="False">How many it has too many.</param>
/// <param name="Different">How many differ in a field, or do not stand where they should.</param>
/// <param name="Mismatches">The first of them.</param>
public sealed record TriggerComparison(long Missed, long False, long Different, IReadOnlyList<TriggerMismatch> Mismatches)
{
    /// <summary>The most mismatches that are told in detail.</summary>
    public const int MismatchesMax = 20;

    /// <summary>Whether the run is what it should be.</summary>
    public bool IsEqual => Missed == 0 && False == 0 && Different == 0;

    /// <summary>
    /// Compares line by line, byte by byte, each side read once; lines that do not match in their place are matched by the id of their trigger.
    /// </summary>
    public static TriggerComparison Of(IReadOnlyList<TriggerLine> expected, IEnumerable<byte[]> actual)
    {
        (List<Stranger> strangers, SortedDictionary<int, string> unmatched) = MatchInPlace(expected, actual);
        Dictionary<string, int> unclaimed = unmatched.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        long wrong = 0, different = 0;
        var mismatches = new List<TriggerMismatch>();
        foreach ((int i, string? id, byte[]? line) in strangers)
        {
            // A line whose id was changed is the trigger that should stand there, told as different, rather than one missed and one false.
            string? here = unmatched.GetValueOrDefault(i);
            bool inPlace = here is not null && unclaimed.ContainsKey(here) && (id is null || !unclaimed.ContainsKey(id));
            if (inPlace || (id is not null && unclaimed.ContainsKey(id)))
            {
                unclaimed.Remove(inPlace ? here! : id!, out int should);
                different++;
                Tell(() => new(expected[should].TriggerId, expected[should].Account, i + 1, Difference(expected[should], line!, should == i)));
            }
            else
            {
                wrong++;
                Tell(() => new(id ?? "", "", i + 1, "the recomputation does not have this trigger"));
            }
        }

        foreach (int i in unclaimed.Values.Order())
        {
            Tell(() => new(expected[i].TriggerId, expected[i].Account, 0, $"the run does not have this trigger; it belongs on line {i + 1}"));
        }

        return new(unclaimed.Count, wrong, different, mismatches);

        void Tell(Func<TriggerMismatch> mismatch)
        {
            if (mismatches.Count < MismatchesMax)
            {
                mismatches.Add(mismatch());
            }
        }
    }

    /// <summary>The lines that are not those of their place, and the ids of the triggers that should have been there, by place.</summary>
    private static (List<Stranger> Strangers, SortedDictionary<int, string> Unmatched) MatchInPlace(
        IReadOnlyList<TriggerLine> expected, IEnumerable<byte[]> actual)
    {
        var strangers = new List<Stranger>();
        var unmatched = new SortedDictionary<int, string>();
        using IEnumerator<TriggerLine> should = expected.GetEnumerator();
        using IEnumerator<byte[]> line = actual.GetEnumerator();
        for (int i = 0; ; i++)
        {
            bool isExpected = should.MoveNext(), isThere = line.MoveNext();
            if (!isExpected && !isThere)
            {
                return (strangers, unmatched);
            }

            if (isExpected && isThere && should.Current.Json.AsSpan().SequenceEqual(line.Current))
            {
                continue;
            }

            if (isExpected)
            {
                unmatched.Add(i, should.Current.TriggerId);
            }

            if (isThere)
            {
                strangers.Add(new(i, IdOf(line.Current), strangers.Count < MismatchesMax ? line.Current : null));
            }
        }
    }

    private static string? IdOf(byte[] line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("triggerId", out JsonElement id)
                && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The first field that differs, or where the bytes part when the fields cannot be told.</summary>
    private static string Difference(TriggerLine expected, byte[] actual, bool inPlace)
    {
        if (expected.Json.AsSpan().SequenceEqual(actual))
        {
            return inPlace ? "equal" : "the trigger is right, but does not stand on its line";
        }

        try
        {
            using JsonDocument right = JsonDocument.Parse(expected.Json);
            using JsonDocument found = JsonDocument.Parse(actual);
            foreach (JsonProperty field in right.RootElement.EnumerateObject())
            {
                if (!found.RootElement.TryGetProperty(field.Name, out JsonElement value))
                {
                    return $"field {field.Name} is missing";
                }

                if (value.GetRawText() != field.Value.GetRawText())
                {
                    return $"field {field.Name}: expected {Short(field.Value.GetRawText())}, but it is {Short(value.GetRawText())}";
                }
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Told by bytes below.
        }

        int at = expected.Json.AsSpan().CommonPrefixLength(actual);
        return $"byte {at + 1} of the line: expected {Around(expected.Json, at)}, but it is {Around(actual, at)}";
    }

    private static string Around(byte[] line, int at) =>
        at >= line.Length ? "its end" : $"'{Encoding.UTF8.GetString(line, at, Math.Min(16, line.Length - at))}'";

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    /// <summary>A line that is not the one of its place.</summary>
    /// <param name="Place">Its place, from 0.</param>
    /// <param name="TriggerId">The id it has, or null.</param>
    /// <param name="Line">Its bytes, of the first ones: no more are told.</param>
    private readonly record struct Stranger(int Place, string? TriggerId, byte[]? Line);
}
