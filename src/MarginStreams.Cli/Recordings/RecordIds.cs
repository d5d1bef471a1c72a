namespace MarginStreams.Cli.Recordings;

/// <summary>The form of ids.</summary>
internal static class RecordIds
{
    /// <summary>An id that is not empty and has none of the forbidden characters.</summary>
    public static string Plain(LinePlace place, string field, string id, string forbidden)
    {
        if (id.Length == 0)
        {
            throw place.Fault(field, "an id", "an empty string");
        }

        int at = id.AsSpan().IndexOfAny(forbidden);
        return at < 0 ? id : throw place.Fault(field, $"an id without '{id[at]}'", id);
    }

    /// <summary>The venue of an account id: what stands before the first colon.</summary>
    public static ReadOnlySpan<char> VenueOfAccount(LinePlace place, string field, ReadOnlySpan<char> account)
    {
        int colon = account.IndexOf(':');
        if (colon <= 0 || colon == account.Length - 1)
        {
            throw place.Fault(field, "an account id of the form venue:rest", account.ToString());
        }

        return account.Contains('/') ? throw place.Fault(field, "an account id without '/'", account.ToString()) : account[..colon];
    }
}
