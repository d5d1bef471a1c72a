using MarginStreams.Cli.Configuring;

namespace MarginStreams.Cli.Tests.Reference;

/// <summary>The pages of the reference say what the code says.</summary>
public sealed class ReferencePages
{
    private const string Update = "MARGINSTREAMS_UPDATE_DOCS";

    [Fact]
    public void Commands_Page_IsWhatTheCommandsSay()
    {
        string path = PathOf("commands.md");
        string expected = CommandPages.Page();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(File.ReadAllText(path) == expected, $"{path} is out of date: run these tests once with {Update}=1");
    }

    [Fact]
    public void ExitCodes_Page_HasEveryCodeAndNoOther()
    {
        string[] expected = [.. Enum.GetValues<ExitCode>().Select(code => $"| {(int)code} | `{code}` | ")];
        string[] lines = File.ReadAllLines(DocPages.PathOf("operating", "exit-codes.md"));
        string[] rows = [.. lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        Assert.Equal(expected, rows.Select(row => row[..(row.IndexOf("` | ", StringComparison.Ordinal) + "` | ".Length)]));
    }

    [Fact]
    public void Configuration_Page_HasEveryKeyWithItsDefaultAndNoOther()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string row in File.ReadAllLines(PathOf("configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
            string key = cells[1].Split('`')[1];
            found.Add(key, cells[2].Trim('`'));
        }

        Assert.Equal(SettingKeys.All.OrderBy(key => key.Name, StringComparer.Ordinal).Select(key => (key.Name, key.Default)),
            found.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    private static string PathOf(string page) => DocPages.PathOf("reference", page);
}
