using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>Identity of triggers: the same step has the same id on every machine, in every run.</summary>
public static class TriggerIds
{
    private const int BytesKept = 16;

    /// <summary>The id of a step: 32 lower-case hexadecimal digits, the first 16 bytes of a SHA-256.</summary>
    public static string Of(string account, EpisodeId episode, int sequence)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{account}\n{episode.Partition}\n{episode.Frame}\n{episode.PositionOffset}\n{sequence}");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(hash.AsSpan(0, BytesKept));
    }

    /// <summary>The id of a step.</summary>
    public static string Of(EpisodeStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Of(step.Account, step.Episode, step.Sequence);
    }
}
