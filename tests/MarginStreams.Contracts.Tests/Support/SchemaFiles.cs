using System.Runtime.CompilerServices;

namespace MarginStreams.Contracts.Tests;

/// <summary>The files of the folder schemas, and others of the repository.</summary>
internal static class SchemaFiles
{
    public static string Root { get; } = FindRoot();

    public static string Folder => Path.Combine(Root, "schemas");

    public static string[] Current => Directory.GetFiles(Folder, "*.avsc");

    public static string[] History => Directory.GetFiles(Path.Combine(Folder, "history"), "*.avsc");

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
