using System.Text.Json.Nodes;

namespace MarginStreams.Cli.Configuring;

/// <summary>The configuration as it counts, key by key, with the secrets taken out. It has the form of a configuration file.</summary>
public static class EffectiveSettings
{
    private const string Redacted = "***";

    /// <summary>What a property of librdkafka that holds a secret has in its name.</summary>
    private static readonly string[] SecretWords = ["password", "secret", "token", "pem", "jaas", "oauthbearer.config", "sasl.username"];

    /// <summary>The keys in the order of their declaration, each with its value.</summary>
    public static JsonObject Of(Settings settings)
    {
        var values = new JsonObject();
        foreach ((string key, object value) in SettingKeys.ValuesOf(settings))
        {
            values[key] = IsSecret(key) && value is not "" ? Redacted : value switch
            {
                bool flag => flag,
                int number => number,
                long number => number,
                _ => WithoutUser((string)value),
            };
        }

        return values;
    }

    /// <summary>Whether a key holds a secret. The name of a file that holds one is none.</summary>
    internal static bool IsSecret(string key) =>
        !key.EndsWith("File", StringComparison.Ordinal)
        && !key.EndsWith(".location", StringComparison.Ordinal)
        && SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A URL may name a user and a password before its host.</summary>
    private static string WithoutUser(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.UserInfo.Length == 0)
        {
            return value;
        }

        return value.Replace(uri.UserInfo + "@", Redacted + "@", StringComparison.Ordinal);
    }
}
