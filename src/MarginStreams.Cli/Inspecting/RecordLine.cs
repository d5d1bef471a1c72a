using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Inspecting;

/// <summary>
/// A record as a line of JSON in the form of recordings. What is no text and no record of ours is base64, under <c>keyBase64</c> and <c>valueBase64</c>.
/// </summary>
internal sealed class RecordLine(WireFormat wire) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The whole record, with a line feed. The bytes hold until the next call.</summary>
    public ReadOnlySpan<byte> Of(LogRecord record)
    {
        Begin();
        _json.WriteStartObject();
        _json.WriteNumber("timestampMs"u8, record.TimestampMs);
        ReadOnlyMemory<byte>? avro = Unwrap(record, out IRecordCodec? codec, out string? error);
        if (codec is not null)
        {
            _json.WriteString("type"u8, codec.Schema.Name);
        }

        WriteText("key", "keyBase64", record.Key);
        _json.WriteNumber("partition"u8, record.Partition);
        _json.WriteNumber("offset"u8, record.Offset);
        if (avro is null && record.Value is not null)
        {
            _json.WriteBase64String("valueBase64"u8, record.Value);
            _json.WriteString("undecodable"u8, error);
        }
        else
        {
            _json.WritePropertyName("value"u8);
            WriteValue(codec, avro);
        }

        WriteHeaders(record.Headers);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>The value alone, with a line feed: of a trigger, the line of <c>triggers.jsonl</c>. The bytes hold until the next call.</summary>
    /// <exception cref="CliException">It is no record of ours.</exception>
    public ReadOnlySpan<byte> ValueOf(LogRecord record)
    {
        Begin();
        ReadOnlyMemory<byte>? avro = Unwrap(record, out IRecordCodec? codec, out string? error);
        if (error is not null)
        {
            throw new CliException(ExitCode.InputInvalid, $"{record.TopicPartition}@{record.Offset}: {error}");
        }

        WriteValue(codec, avro);
        return End();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Bare Avro binary that is one record of its schema; null for a tombstone, and for what cannot be decoded, which has an error.</summary>
    private ReadOnlyMemory<byte>? Unwrap(LogRecord record, out IRecordCodec? codec, out string? error)
    {
        codec = null;
        error = null;
        if (record.Value is null)
        {
            return null;
        }

        try
        {
            ReadOnlyMemory<byte> avro = wire.Unwrap(record.Topic, record.Value, out IRecordCodec found);
            found.Decode(avro.Span);
            codec = found;
            return avro;
        }
        catch (WireFormatException undecodable)
        {
            error = $"{undecodable.Error}: {undecodable.Message}";
            return null;
        }
    }

    private void WriteValue(IRecordCodec? codec, ReadOnlyMemory<byte>? avro)
    {
        if (codec is not null)
        {
            RecordJson.Write(_json, codec.Schema, avro!.Value.Span);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    private void WriteHeaders(IReadOnlyList<LogHeader> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        _json.WriteStartArray("headers"u8);
        foreach (LogHeader header in headers)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, header.Name);
            WriteText("value", "valueBase64", header.Value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteText(string name, string nameBase64, byte[]? bytes)
    {
        if (bytes is null)
        {
            _json.WriteNull(name);
        }
        else if (Utf8.IsValid(bytes))
        {
            _json.WriteString(name, Encoding.UTF8.GetString(bytes));
        }
        else
        {
            _json.WriteBase64String(nameBase64, bytes);
        }
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
    }

    private ReadOnlySpan<byte> End()
    {
        _json.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan;
    }
}
