using System.Numerics;
using Avro;
using Avro.Generic;
using CsCheck;

namespace MarginStreams.Contracts.Tests;

/// <summary>Values of Apache.Avro's generic model for any of our schemas, edges included.</summary>
internal static class AvroGen
{
    private static readonly BigInteger[] Edges =
    [
        0, 1, -1, 127, 128, -128, -129, 255, 256, long.MaxValue, long.MinValue, (BigInteger)long.MaxValue + 1, (BigInteger)long.MinValue - 1,
        (BigInteger)Int128.MaxValue, (BigInteger)Int128.MinValue, Amounts.Largest, -Amounts.Largest, BigInteger.One << 247, -(BigInteger.One << 247),
    ];

    private static readonly Gen<BigInteger> AnyAmount = Gen.OneOf(
        Gen.OneOf(Edges),
        Gen.Long.Select(value => (BigInteger)value),
        Gen.Byte.Array[1, 31].Select(bytes => new BigInteger(bytes)));

    private static readonly Gen<string> AnyString = Gen.OneOf(Gen.OneOf("", "v1:0xab", "é€😀\"\\/\n\u0000"), Gen.String.Where(IsUnicode));

    /// <summary>A value of a schema.</summary>
    public static Gen<object?> Of(Schema schema) => schema switch
    {
        LogicalSchema => AnyAmount.Select(object? (value) => new AvroDecimal(value, 0)),
        RecordSchemaOfAvro record => RecordOf(record),
        EnumSchema symbols => Gen.OneOf([.. symbols.Symbols]).Select(object? (symbol) => new GenericEnum(symbols, symbol)),
        ArraySchema array => Of(array.ItemSchema).List[0, 4].Select(object? (list) => list.ToArray()),
        MapSchema map => Gen.Select(AnyString, Of(map.ValueSchema)).List[0, 4].Select(
            object? (list) => list.DistinctBy(entry => entry.Item1).ToDictionary(entry => entry.Item1, entry => entry.Item2)),
        UnionSchema union => Gen.OneOf([.. union.Schemas.Select(Of)]),
        _ => Scalar(schema.Tag),
    };

    private static Gen<object?> RecordOf(RecordSchemaOfAvro schema) =>
        Gen.Select(Gen.Const(0), All([.. schema.Fields.Select(field => Of(field.Schema))])).Select(object? (pair) =>
        {
            var record = new GenericRecord(schema);
            for (int i = 0; i < schema.Fields.Count; i++)
            {
                record.Add(i, pair.Item2[i]);
            }

            return record;
        });

    private static Gen<object?[]> All(Gen<object?>[] parts) =>
        parts.Aggregate(Gen.Const(Array.Empty<object?>()), (all, part) => Gen.Select(all, part).Select(pair => (object?[])[.. pair.Item1, pair.Item2]));

    private static Gen<object?> Scalar(Schema.Type tag) => tag switch
    {
        Schema.Type.Null => Gen.Const(static () => (object?)null),
        Schema.Type.Boolean => Gen.Bool.Select(object? (value) => value),
        Schema.Type.Int => Gen.OneOf(Gen.OneOf(0, -1, 63, 64, int.MaxValue, int.MinValue), Gen.Int).Select(object? (value) => value),
        Schema.Type.Double => Gen.Double.Select(object? (value) => value),
        Schema.Type.Long => Gen.OneOf(Gen.OneOf(0, -1, long.MaxValue, long.MinValue), Gen.Long).Select(object? (value) => value),
        Schema.Type.Bytes => Gen.Byte.Array[0, 40].Select(object? (value) => value),
        Schema.Type.String => AnyString.Select(object? (value) => value),
        _ => throw new NotSupportedException(tag.ToString()),
    };

    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
