using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies.Tests;

/// <summary>The page on dead letters lists exactly the reasons that there are: those of the tables of bad records, and of the enums they come from.</summary>
public sealed partial class DeadLetterReferenceTests
{
    [Fact]
    public void Page_Reasons_AreThoseThatThereAre()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "dead-letters.md"));
        IEnumerable<string> listed = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line.Split('|')[1]).Select(match => match.Groups["word"].Value));

        // Of a position that waits, and of a frame: tables of their own.
        string[] others = ["UnknownInstrument", "AttributeOutOfRange", "FrameNotMonotone"];
        IEnumerable<string> known = BadRecordTable.Positions().Concat(BadRecordTable.Oracle()).Select(row => row.Data.Reason)
            .Concat(Enum.GetNames<WireError>()).Concat(Enum.GetNames<RejectReason>()).Concat(Enum.GetNames<OracleReject>()).Concat(others)
            .Where(reason => reason != "None").Distinct();
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(?<word>[A-Za-z]+)`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Word();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
