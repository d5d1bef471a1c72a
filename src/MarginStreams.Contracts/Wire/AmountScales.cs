namespace MarginStreams.Contracts;

/// <summary>Amounts of a writer's schema must be integers: Avro's resolution would read a decimal of another scale as if it had ours.</summary>
internal static class AmountScales
{
    /// <summary>Throws when a decimal that becomes one of our amounts has digits after its point.</summary>
    public static void Check(AvroType writer, AvroType reader, int id)
    {
        if (writer.Kind == AvroKind.Union || reader.Kind == AvroKind.Union)
        {
            foreach (AvroType from in Branches(writer))
            {
                foreach (AvroType to in Branches(reader).Where(to => to.Kind == from.Kind))
                {
                    Check(from, to, id);
                }
            }
        }
        else if (reader.IsAmount && writer.DecimalScale is not (null or 0))
        {
            throw new WireFormatException(
                WireError.SchemaIncompatible, $"schema {id} has a decimal of scale {writer.DecimalScale}, where ours has an integer");
        }
        else if (writer.Kind == reader.Kind)
        {
            foreach ((AvroType from, AvroType to) in Pairs(writer, reader))
            {
                Check(from, to, id);
            }
        }
    }

    private static AvroType[] Branches(AvroType type) => type.Kind == AvroKind.Union ? type.Parts : [type];

    private static IEnumerable<(AvroType From, AvroType To)> Pairs(AvroType writer, AvroType reader) =>
        writer.Kind == AvroKind.Record
            ? writer.Fields.Join(reader.Fields, from => from.Name, to => to.Name, (from, to) => (from.Type, to.Type))
            : writer.Parts.Zip(reader.Parts);
}
