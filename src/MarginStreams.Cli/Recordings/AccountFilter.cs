using System.Text;

namespace MarginStreams.Cli.Recordings;

/// <summary>Finds the lines of one account without reading the others.</summary>
internal sealed class AccountFilter(string account)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(account);

    /// <summary>False only when the line cannot have the account in its key. A line with an escape may write it in another way.</summary>
    public bool MayConcern(ReadOnlySpan<byte> line) => line.IndexOf(_bytes) >= 0 || line.Contains((byte)'\\');

    /// <summary>Whether a key is the account's own, or that of one of its holdings.</summary>
    public bool Concerns(string key) =>
        key.StartsWith(account, StringComparison.Ordinal) && (key.Length == account.Length || key[account.Length] == '/');
}
