using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Text;
using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>
/// Digest of the market vector: the sum, modulo 2^128, of a hash of each entry. Independent of order, and kept up to date by
/// subtracting the old entry and adding the new one.
/// </summary>
public sealed class VectorDigest
{
    private UInt128 _sum;

    /// <summary>The digest.</summary>
    public UInt128 Value => _sum;

    /// <summary>The digest as 16 bytes, big-endian.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _sum);
        return bytes;
    }

    /// <summary>Replaces an instrument's entry; a former value of null means that it is new.</summary>
    public void Replace(string instrument, MarketValues? former, MarketValues values)
    {
        unchecked
        {
            _sum += Of(instrument, values) - (former is null ? UInt128.Zero : Of(instrument, former));
        }
    }

    private static UInt128 Of(string instrument, MarketValues values)
    {
        var hash = new XxHash128();
        Append(hash, Encoding.UTF8.GetBytes(instrument));
        Append(hash, values.Price);
        Append(hash, values.PriceLow);
        Append(hash, values.PriceHigh);
        Append(hash, values.FundingIndex);
        Append(hash, values.DepositIndex);
        Append(hash, values.BorrowIndex);
        return hash.GetCurrentHashAsUInt128();
    }

    private static void Append(XxHash128 hash, BigInteger? value) =>
        Append(hash, value is { } known ? known.ToByteArray(isUnsigned: false, isBigEndian: true) : []);

    /// <summary>Length first, so that neighbours cannot run together.</summary>
    private static void Append(XxHash128 hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.Append(length);
        hash.Append(bytes);
    }
}
