using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace MarginStreams.Cli.Commands;

/// <summary>Options that several commands share, and options whose text is read strictly, with a reason that names what was expected.</summary>
internal static class CommonOptions
{
    /// <summary>The last line as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the last line of stdout as one JSON object." };

    /// <summary>Where the recording of a run is by now.</summary>
    public static Option<string?> MovedRecording() =>
        new("--recording") { Description = "Where the recording is by now, if it was moved.", HelpName = "DIR" };

    /// <summary>An integer between two bounds, both allowed, with a default.</summary>
    public static Option<T> Bounded<T>(string name, string description, T otherwise, T least, T most)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => T.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)
                && value >= least && value <= most
                ? value
                : Refuse<T>(result, name, $"an integer from {least} to {most}"),
        };

    /// <summary>An integer that may be left out.</summary>
    public static Option<long?> Number(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => long.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : Refuse<long?>(result, name, "an integer"),
    };

    /// <summary>A factor of 0 or more; 0 where it is left out.</summary>
    public static Option<double> Factor(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value >= 0 && double.IsFinite(value)
            ? value
            : Refuse<double>(result, name, "a number of 0 or more"),
    };

    /// <summary>A seed.</summary>
    public static Option<ulong> Seed(ulong otherwise) =>
        Bounded("--seed", "Seed: the same one gives the same bytes.", otherwise, ulong.MinValue, ulong.MaxValue);

    /// <summary>A point in time; without an offset it is UTC.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => DateTimeOffset.TryParse(
            Text(result), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : Refuse<DateTimeOffset?>(result, name, "a time such as 2021-05-19T12:00Z"),
    };

    /// <summary>One of a few names, in small letters.</summary>
    public static Option<string> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(known => known.ToLowerInvariant())];
        string among = string.Join('|', names);
        return new(name)
        {
            Description = description,
            HelpName = among,
            DefaultValueFactory = _ => otherwise.ToString().ToLowerInvariant(),
            CustomParser = result => names.Contains(Text(result), StringComparer.Ordinal) ? Text(result) : Refuse<string>(result, name, $"one of {among}"),
        };
    }

    /// <summary>The value of such an option.</summary>
    public static T Read<T>(ParseResult parsed, Option<string> choice)
        where T : struct, Enum => Enum.Parse<T>(parsed.GetRequiredValue(choice), ignoreCase: true);

    private static string Text(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name}: expected {expected}, but it is {Text(result)}");
        return default;
    }
}
