using System.Globalization;
using System.Reflection;

namespace MarginStreams.Cli.Configuring;

/// <summary>A key of the configuration.</summary>
/// <param name="Name">Its full name, such as <c>Kafka:BootstrapServers</c>; a <c>*</c> at its end stands for any name.</param>
/// <param name="Default">Its value where nobody sets it, as one would write it.</param>
public sealed record SettingKey(string Name, string Default)
{
    private const string Any = "*";

    /// <summary>The key for any name below a section.</summary>
    internal static SettingKey AnyOf(string section) => new(section + Any, "");

    /// <summary>Whether a key that somebody set is this one; letters may be large or small, as in every source of the configuration.</summary>
    public bool Matches(string key) => Name.EndsWith(Any, StringComparison.Ordinal)
        ? key.StartsWith(Name[..^Any.Length], StringComparison.OrdinalIgnoreCase)
        : key.Equals(Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The keys that there are, as <see cref="Settings"/> declares them.</summary>
public static class SettingKeys
{
    /// <summary>All of them, in the order of their declaration.</summary>
    public static IReadOnlyList<SettingKey> All { get; } = [.. Of(new Settings(), "")];

    /// <summary>Every key with its value; of keys with any name, those that are set.</summary>
    internal static IEnumerable<(string Key, object Value)> ValuesOf(Settings settings) => Values(settings, "");

    private static IEnumerable<SettingKey> Of(object section, string prefix) =>
        section.GetType().GetProperties().SelectMany(property => Of(property, section, prefix));

    private static IEnumerable<SettingKey> Of(PropertyInfo property, object section, string prefix)
    {
        object? value = property.GetValue(section);
        string name = prefix + property.Name;
        return value switch
        {
            IReadOnlyDictionary<string, string> => [SettingKey.AnyOf(name + ":")],
            bool flag => [new(name, flag ? "true" : "false")],
            string or int or long => [new(name, Convert.ToString(value, CultureInfo.InvariantCulture)!)],
            not null => Of(value, name + ":"),
            null => throw new InvalidOperationException($"{name} has no default"),
        };
    }

    private static IEnumerable<(string Key, object Value)> Values(object section, string prefix) =>
        section.GetType().GetProperties().SelectMany(property => Values(property, section, prefix));

    private static IEnumerable<(string Key, object Value)> Values(PropertyInfo property, object section, string prefix) => property.GetValue(section) switch
    {
        IReadOnlyDictionary<string, string> any => any.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => ($"{prefix}{property.Name}:{pair.Key}", (object)pair.Value)),
        bool or string or int or long => [(prefix + property.Name, property.GetValue(section)!)],
        { } inner => Values(inner, prefix + property.Name + ":"),
        null => [],
    };
}
