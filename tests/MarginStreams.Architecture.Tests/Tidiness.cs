using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MarginStreams.Architecture.Tests;

/// <summary>What a reader relies on in every source file: short lines, files that say one thing, nothing left to do later.</summary>
public sealed partial class Tidiness
{
    private const int LineLengthMax = 160;
    private const int FileLinesMax = 260;

    [Fact]
    public void Lines_EverySourceFile_AreShort()
    {
        var findings = new List<string>();
        foreach (string file in SourceFiles())
        {
            string[] lines = File.ReadAllLines(file);
            findings.AddRange(lines.Select((line, i) => (line, i)).Where(at => at.line.Length > LineLengthMax).Select(at => $"{file}:{at.i + 1}"));
        }

        Assert.Empty(findings);
    }

    [Fact]
    public void Files_EverySourceFile_AreSmall() =>
        Assert.DoesNotContain(SourceFiles(), file => File.ReadLines(file).Count() > FileLinesMax);

    [Fact]
    public void Words_EverySourceFile_LeaveNothingForLater()
    {
        string[] leftovers = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
        Assert.DoesNotContain(SourceFiles(), file => leftovers.Any(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Every summary ends as a sentence does, and every type at the top of a source file has one.</summary>
    [Fact]
    public void Summaries_EveryPublicType_AreSentences()
    {
        var findings = new List<string>();
        foreach (string file in SourceFiles().Where(file => file.Contains("/src/", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            findings.AddRange(Summary().Matches(text).Select(match => match.Groups["text"].Value.TrimEnd(' ', '/', '\r', '\n'))
                .Where(summary => !summary.EndsWith('.')).Select(summary => $"{file}: no full stop: {summary}"));
            findings.AddRange(BareType().Matches(text).Select(match => $"{file}: no summary: {match.Groups["type"].Value}"));
        }

        Assert.Empty(findings);
    }

    [GeneratedRegex("<summary>(?<text>.*?)</summary>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Summary();

    /// <summary>A type that follows neither a comment nor an attribute.</summary>
    [GeneratedRegex(@"\n(?!///|\[)[^\n]*\n(?<type>public [^\n(:]*(class|record|struct|interface|enum) \w+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BareType();

    private static IEnumerable<string> SourceFiles([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
        string[] files =
        [
            .. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)),
        ];
        Assert.True(files.Length > 50, "the sources are not where this test looks for them");
        return files;
    }
}
