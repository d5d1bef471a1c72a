namespace MarginStreams.Cli.Tests;

/// <summary>Where the pages of the documentation are.</summary>
internal static class DocPages
{
    /// <summary>The path of a page below <c>docs</c>.</summary>
    public static string PathOf(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return Path.Combine([folder!.FullName, "docs", .. parts]);
    }
}
