using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using Avro;
using Avro.Generic;

namespace MarginStreams.Contracts.Tests;

/// <summary>A text of a record by its wire names, the same for one of ours and for one of Apache.Avro's: what differs, differs in its picture.</summary>
internal static class Picture
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        byte[] bytes => "0x" + Convert.ToHexString(bytes),
        AvroDecimal amount => amount.UnscaledValue.ToString(CultureInfo.InvariantCulture) + "/" + amount.Scale,
        BigInteger amount => amount.ToString(CultureInfo.InvariantCulture) + "/0",
        Enum or bool or int or long or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        GenericEnum symbol => symbol.Value,
        GenericRecord record => Fields(record.Schema.Fields.Select(field => (field.Name, (object?)record.GetValue(field.Pos)))),
        IEnumerable items when IsMap(items) => Fields(Entries(items)),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ => Fields(Properties(value)),
    };

    private static string Fields(IEnumerable<(string Name, object? Value)> fields) =>
        $"{{{string.Join(", ", fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}: {Of(field.Value)}"))}}}";

    private static bool IsMap(IEnumerable items) =>
        items.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static IEnumerable<(string Name, object? Value)> Entries(IEnumerable map) =>
        map.Cast<object>().Select(entry => (
            (string)entry.GetType().GetProperty("Key")!.GetValue(entry)!,
            entry.GetType().GetProperty("Value")!.GetValue(entry)));

    private static IEnumerable<(string Name, object? Value)> Properties(object record) =>
        record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (WireName(record.GetType().Name, property.Name), property.GetValue(record)));

    private static string WireName(string record, string property)
    {
        string name = (record, property) switch
        {
            ("Venue" or "Instrument" or "Account", "Id") => record,
            ("Frame", "Number") => "frame",
            _ => property,
        };
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
