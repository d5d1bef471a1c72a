namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Frame"/>: its fields in the order of the schema.</summary>
internal static class FrameCodec
{
    public static void Write(AvroWriter writer, Frame value)
    {
        writer.WriteLong(value.Number);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteBoolean(value.Keyframe);
        writer.WriteList(value.Venues, FrameVenueCodec.Write);
        writer.WriteList(value.Instruments, FrameInstrumentCodec.Write);
        writer.WriteBytes(value.Digest);
    }

    public static Frame Read(ref AvroReader reader) => new()
    {
        Number = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        Keyframe = reader.ReadBoolean(),
        Venues = reader.ReadList(FrameVenueCodec.Read),
        Instruments = reader.ReadList(FrameInstrumentCodec.Read),
        Digest = reader.ReadBytes().ToArray(),
    };
}
