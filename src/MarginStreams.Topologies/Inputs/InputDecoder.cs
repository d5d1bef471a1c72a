using System.Text;
using System.Text.Unicode;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>What holds for every input record, whatever its topic: bounded, of one of our schemas, with names that are names, under its own key.</summary>
internal sealed class InputDecoder(WireFormat wire)
{
    /// <summary>The record and its key; no record for a tombstone. What cannot be used is refused.</summary>
    public Refusal? Decode(LogRecord record, out string key, out object? decoded)
    {
        key = "";
        decoded = null;
        if (CheckEnvelope(record) is { } unusable)
        {
            return unusable;
        }

        key = Encoding.UTF8.GetString(record.Key!);
        if (record.Value is null)
        {
            return null;
        }

        try
        {
            decoded = wire.Deserialize(record.Topic, record.Value);
        }
        catch (WireFormatException undecodable)
        {
            return new(undecodable.Error.ToString(), undecodable.Message);
        }

        return InputNames.Check(decoded) ?? CheckKey(key, decoded);
    }

    /// <summary>A record that is a position in order, as nearly all are; false where <see cref="Decode"/> has to say what it is.</summary>
    public bool TryPosition(LogRecord record, out PositionView position)
    {
        position = default;
        return record.Value is not null
            && CheckEnvelope(record) is null
            && wire.TryUnwrap(RecordCodecs.Position, record.Value, out ReadOnlySpan<byte> avro)
            && PositionView.TryRead(avro, out position)
            && InputNames.IsName(position.Account)
            && InputNames.IsName(position.Instrument)
            && IsKey(record.Key, position);
    }

    private static bool IsKey(ReadOnlySpan<byte> key, in PositionView position) =>
        key.Length == position.Account.Length + 1 + position.Instrument.Length
        && key.StartsWith(position.Account)
        && key[position.Account.Length] == '/'
        && key.EndsWith(position.Instrument);

    /// <summary>Refuses what no reader of the topic could use, whatever its value says.</summary>
    public static Refusal? CheckEnvelope(LogRecord record)
    {
        int bytes = (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
        return bytes > InputLimits.RecordBytesMax
                ? new("RecordTooLarge", $"expected at most {InputLimits.RecordBytesMax} bytes of key and value, but there are {bytes}")
            : record.TimestampMs is < 0 or > InputLimits.TimestampMsMax
                ? new("TimestampInvalid", $"expected a timestamp between 0 and {InputLimits.TimestampMsMax} ms, but it is {record.TimestampMs}")
            : record.Key is null or { Length: 0 } ? new("KeyMissing", $"a record of {record.Topic} stands under a key")
            : !Utf8.IsValid(record.Key) ? new("KeyInvalid", "expected a key in UTF-8")
            : null;
    }

    private static Refusal? CheckKey(string key, object decoded) =>
        decoded is Position position ? CheckKey(key, position) : CheckKey(key, RecordKeys.Of(decoded));

    /// <summary>The same without making the key: most records are positions.</summary>
    private static Refusal? CheckKey(string key, Position position)
    {
        int slash = position.Account.Length;
        bool own = key.Length == slash + 1 + position.Instrument.Length
            && key[slash] == '/'
            && key.StartsWith(position.Account, StringComparison.Ordinal)
            && key.EndsWith(position.Instrument, StringComparison.Ordinal);
        return own ? null : CheckKey(key, RecordKeys.Of(position));
    }

    private static Refusal? CheckKey(string key, string expected) =>
        key == expected ? null : new("KeyMismatch", $"expected the key {expected}, but it is {key}");
}
