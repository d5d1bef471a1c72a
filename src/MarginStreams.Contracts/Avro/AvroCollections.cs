using System.Collections.ObjectModel;
using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>Writes one value of a list or map.</summary>
internal delegate void AvroWrite<in T>(AvroWriter writer, T value);

/// <summary>Reads one value of a list or map.</summary>
internal delegate T AvroRead<out T>(ref AvroReader reader);

/// <summary>Lists, maps and optional values, as the records have them. A map keeps its order.</summary>
internal static class AvroCollections
{
    // A list is made for no more than this at once, whatever its count promises.
    private const int CapacityFirstMax = 256;

    private static readonly AvroWrite<BigInteger> WriteAmount = static (writer, value) => writer.WriteAmount(value);
    private static readonly AvroRead<BigInteger> ReadAmount = static (ref AvroReader reader) => reader.ReadAmount();

    public static void WriteList<T>(this AvroWriter writer, IReadOnlyList<T> list, AvroWrite<T> write)
    {
        if (list.Count > 0)
        {
            writer.WriteLong(list.Count);
            for (int i = 0; i < list.Count; i++)
            {
                write(writer, list[i]);
            }
        }

        writer.WriteLong(0);
    }

    public static IReadOnlyList<T> ReadList<T>(this ref AvroReader reader, AvroRead<T> read)
    {
        int count = reader.ReadBlock();
        if (count == 0)
        {
            return [];
        }

        var list = new List<T>(Math.Min(count, CapacityFirstMax));
        for (; count > 0; count = reader.ReadBlock())
        {
            for (int i = 0; i < count; i++)
            {
                list.Add(read(ref reader));
            }
        }

        return list;
    }

    public static void WriteMap<T>(this AvroWriter writer, IReadOnlyDictionary<string, T> map, AvroWrite<T> write)
    {
        if (map.Count > 0)
        {
            writer.WriteLong(map.Count);
            foreach ((string name, T value) in map)
            {
                writer.WriteString(name);
                write(writer, value);
            }
        }

        writer.WriteLong(0);
    }

    public static IReadOnlyDictionary<string, T> ReadMap<T>(this ref AvroReader reader, AvroRead<T> read)
    {
        int count = reader.ReadBlock();
        if (count == 0)
        {
            return ReadOnlyDictionary<string, T>.Empty;
        }

        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        for (; count > 0; count = reader.ReadBlock())
        {
            for (int i = 0; i < count; i++)
            {
                string name = reader.ReadString();
                if (!map.TryAdd(name, read(ref reader)))
                {
                    throw new WireFormatException(WireError.Malformed, $"a map has the name {name} twice");
                }
            }
        }

        return map;
    }

    public static void WriteAmounts(this AvroWriter writer, IReadOnlyList<BigInteger> list) => writer.WriteList(list, WriteAmount);

    public static IReadOnlyList<BigInteger> ReadAmounts(this ref AvroReader reader) => reader.ReadList(ReadAmount);

    public static void WriteAmounts(this AvroWriter writer, IReadOnlyDictionary<string, BigInteger> map) => writer.WriteMap(map, WriteAmount);

    public static IReadOnlyDictionary<string, BigInteger> ReadAmountMap(this ref AvroReader reader) => reader.ReadMap(ReadAmount);

    public static void WriteOptional<T>(this AvroWriter writer, T? value, AvroWrite<T> write)
        where T : class
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is not null)
        {
            write(writer, value);
        }
    }

    public static T? ReadOptional<T>(this ref AvroReader reader, AvroRead<T> read)
        where T : class => reader.ReadIsPresent() ? read(ref reader) : null;

    public static void WriteOptionalAmount(this AvroWriter writer, BigInteger? value)
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is { } amount)
        {
            writer.WriteAmount(amount);
        }
    }

    public static BigInteger? ReadOptionalAmount(this ref AvroReader reader) => reader.ReadIsPresent() ? reader.ReadAmount() : null;

    public static void WriteOptionalLong(this AvroWriter writer, long? value)
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is { } number)
        {
            writer.WriteLong(number);
        }
    }

    public static long? ReadOptionalLong(this ref AvroReader reader) => reader.ReadIsPresent() ? reader.ReadLong() : null;
}
