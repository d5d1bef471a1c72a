using System.Text;
using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>A type of a parsed schema. None holds itself.</summary>
internal sealed class AvroType(AvroKind kind)
{
    private JsonEncodedText[]? _symbolsEncoded;

    public AvroKind Kind => kind;

    /// <summary>Full name of a record, enum or fixed; else empty.</summary>
    public string FullName { get; init; } = "";

    /// <summary>Digits after the point of a decimal, or null when it is none.</summary>
    public int? DecimalScale { get; init; }

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; init; }

    /// <summary>Symbols of an enum.</summary>
    public string[] Symbols { get; init; } = [];

    /// <summary>Symbols of an enum, as JSON strings.</summary>
    public JsonEncodedText[] SymbolsEncoded => _symbolsEncoded ??= [.. Symbols.Select(symbol => JsonEncodedText.Encode(symbol))];

    /// <summary>Branches of a union; the one type of an array's items or a map's values.</summary>
    public AvroType[] Parts { get; init; } = [];

    /// <summary>Fields of a record.</summary>
    public AvroField[] Fields { get; init; } = [];

    /// <summary>Whether it is an amount: an exact integer.</summary>
    public bool IsAmount => kind == AvroKind.Bytes && DecimalScale == 0;

    /// <summary>The type of an optional value, a union of null and something; null when it is none.</summary>
    public AvroType? Optional => kind == AvroKind.Union && Parts is [{ Kind: AvroKind.Null }, var some] ? some : null;
}

/// <summary>A field of a record.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Its type.</param>
/// <param name="doc">What it holds.</param>
/// <param name="defaultJson">JSON of its default value; null when it must be there.</param>
internal sealed class AvroField(string name, AvroType type, string doc, JsonElement? defaultJson)
{
    private readonly Lazy<byte[]?> _default = new(() => defaultJson is { } value ? AvroDefault.Encode(type, value) : null);

    public string Name => name;

    public AvroType Type => type;

    public string Doc => doc;

    /// <summary>Its name in UTF-8.</summary>
    public byte[] NameUtf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Its name as a JSON string.</summary>
    public JsonEncodedText NameEncoded { get; } = JsonEncodedText.Encode(name);

    /// <summary>Avro binary of its default value; null when it must be there.</summary>
    public byte[]? Default => _default.Value;
}
