using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>Writes one topic of a recording to a temporary file beside the real one.</summary>
internal sealed class TopicWriter : IDisposable
{
    private const int FlushBytes = 256 * 1024;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;
    private long _timestampMs;
    private long _count;

    public TopicWriter(string file)
    {
        _file = file;
        TemporaryFile = $"{file}.{Environment.ProcessId}.partial";
        _stream = new FileStream(TemporaryFile, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Where the lines are until they are complete.</summary>
    public string TemporaryFile { get; }

    /// <summary>Writes a line.</summary>
    public void Write(RecordedRecord record)
    {
        _count++;
        if (record.TimestampMs < _timestampMs)
        {
            throw new LinePlace(_file, _count).Fault("timestampMs", $"{_timestampMs} or later, as the line before", $"{record.TimestampMs}");
        }

        _timestampMs = record.TimestampMs;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("timestampMs"u8, record.TimestampMs);
        WriteEnvelope(record);
        _json.WritePropertyName("value"u8);
        if (record is { Schema: { } schema, Avro: { } avro })
        {
            RecordJson.Write(_json, schema, avro);
        }
        else
        {
            _json.WriteNullValue();
        }

        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushBytes)
        {
            WriteBuffer();
        }
    }

    /// <summary>Everything is on the disk.</summary>
    public void Finish()
    {
        WriteBuffer();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    /// <summary>Takes the temporary file away if it is still there.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
        File.Delete(TemporaryFile);
    }

    private void WriteEnvelope(RecordedRecord record)
    {
        if (record.Schema is not null)
        {
            _json.WriteString("type"u8, record.Schema.Name);
        }

        _json.WriteString("key"u8, record.Key);
        if (record.Partition >= 0)
        {
            _json.WriteNumber("partition"u8, record.Partition);
        }

        if (record.Offset >= 0)
        {
            _json.WriteNumber("offset"u8, record.Offset);
        }
    }

    private void WriteBuffer()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
