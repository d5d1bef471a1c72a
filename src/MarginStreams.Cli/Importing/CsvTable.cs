using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Importing;

/// <summary>A comma-separated file with a header and without quotes: the named columns of each row.</summary>
internal static class CsvTable
{
    /// <summary>The rows with their line numbers; the texts stand in the order of the columns asked for.</summary>
    public static IEnumerable<(LinePlace Place, string[] Texts)> Read(string file, string[] columns)
    {
        using var reader = new StreamReader(file);
        string[] header = reader.ReadLine()?.Split(',') ?? throw new LinePlace(file, 1).Fault("", "a header", "an empty file");
        int[] at = [.. columns.Select(column => Index(file, header, column))];
        long line = 1;
        while (reader.ReadLine() is { } row)
        {
            line++;
            string[] cells = row.Split(',');
            var place = new LinePlace(file, line);
            if (cells.Length != header.Length)
            {
                throw place.Fault("", $"{header.Length} columns", $"{cells.Length} in '{row}'");
            }

            yield return (place, [.. at.Select(index => cells[index].Trim())]);
        }
    }

    private static int Index(string file, string[] header, string column)
    {
        int index = Array.FindIndex(header, name => name.Trim() == column);
        return index >= 0 ? index : throw new LinePlace(file, 1).Fault(column, "the column in the header", string.Join(',', header));
    }
}
