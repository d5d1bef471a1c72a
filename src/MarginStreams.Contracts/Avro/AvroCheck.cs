namespace MarginStreams.Contracts;

/// <summary>Whether bytes are a value of a type, found without reading it.</summary>
internal static class AvroCheck
{
    /// <summary>Throws unless the bytes are exactly one value of the type.</summary>
    /// <exception cref="WireFormatException">They are not.</exception>
    public static void Check(AvroType type, ReadOnlySpan<byte> avro)
    {
        var reader = new AvroReader(avro);
        Skip(ref reader, type);
        reader.ExpectEnd();
    }

    private static void Skip(ref AvroReader reader, AvroType type)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                reader.ReadBoolean();
                break;
            case AvroKind.Int:
                reader.ReadInt();
                break;
            case AvroKind.Long:
                reader.ReadLong();
                break;
            case AvroKind.Float:
                reader.Take(sizeof(float));
                break;
            case AvroKind.Double:
                reader.Take(sizeof(double));
                break;
            case AvroKind.Bytes:
                reader.ReadBytes();
                break;
            case AvroKind.String:
                reader.ReadUtf8();
                break;
            case AvroKind.Fixed:
                reader.Take(type.Size);
                break;
            case AvroKind.Enum:
                reader.ReadIndex(type.Symbols.Length);
                break;
            default:
                SkipNested(ref reader, type);
                break;
        }
    }

    private static void SkipNested(ref AvroReader reader, AvroType type)
    {
        switch (type.Kind)
        {
            case AvroKind.Union:
                Skip(ref reader, type.Parts[reader.ReadIndex(type.Parts.Length)]);
                break;
            case AvroKind.Record:
                foreach (AvroField field in type.Fields)
                {
                    Skip(ref reader, field.Type);
                }

                break;
            default:
                for (int count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
                {
                    for (int i = 0; i < count; i++)
                    {
                        if (type.Kind == AvroKind.Map)
                        {
                            reader.ReadUtf8();
                        }

                        Skip(ref reader, type.Parts[0]);
                    }
                }

                break;
        }
    }
}
