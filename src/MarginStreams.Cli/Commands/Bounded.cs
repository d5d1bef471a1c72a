using System.CommandLine;
using System.Numerics;

namespace MarginStreams.Cli.Commands;

/// <summary>Options whose value must lie between two bounds.</summary>
internal static class Bounded
{
    /// <summary>An option with a default; both bounds are allowed.</summary>
    public static Option<T> Option<T>(string name, string description, T otherwise, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => otherwise, HelpName = "N" };
        option.Validators.Add(result =>
        {
            T value = result.GetValueOrDefault<T>();
            if (value < least || value > most)
            {
                result.AddError($"{name} must lie between {least} and {most}");
            }
        });
        return option;
    }
}
