using System.Runtime.CompilerServices;

namespace MarginStreams.Contracts;

/// <summary>Enums, whose members stand in the order of the schema's symbols.</summary>
internal static class AvroEnums
{
    public static void WriteEnum<T>(this AvroWriter writer, T value)
        where T : struct, Enum
    {
        int index = Unsafe.BitCast<T, int>(value);
        if (index < 0 || index >= Size<T>.Count)
        {
            throw new WireFormatException(WireError.Malformed, $"{typeof(T).Name} has no symbol for {index}");
        }

        writer.WriteLong(index);
    }

    public static T ReadEnum<T>(this ref AvroReader reader)
        where T : struct, Enum => Unsafe.BitCast<int, T>(reader.ReadIndex(Size<T>.Count));

    private static class Size<T>
        where T : struct, Enum
    {
        public static readonly int Count = Enum.GetValues<T>().Length;
    }
}
