using System.IO.Hashing;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>Things by name, where names are found by their UTF-8 as it stands in a record.</summary>
public sealed class Utf8Names<T>
    where T : class
{
    private readonly Dictionary<byte[], T> _things = new(new Utf8Comparer());
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    /// <summary>None yet.</summary>
    public Utf8Names() => _byUtf8 = _things.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The thing of a name, or null.</summary>
    public T? Find(ReadOnlySpan<byte> name) => _byUtf8.TryGetValue(name, out T? thing) ? thing : null;

    /// <summary>Adds one.</summary>
    public void Add(string name, T thing) => _things.Add(Encoding.UTF8.GetBytes(name), thing);

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate) => unchecked((int)XxHash3.HashToUInt64(alternate));

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
