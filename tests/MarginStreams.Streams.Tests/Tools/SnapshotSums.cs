using System.Buffers;
using System.Globalization;
using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>Running sums like those of <see cref="SumProcessor"/>, that can also be written down piece by piece, a key a piece.</summary>
internal sealed class SnapshotSums(TopicPartition output) : IProcessor, ISnapshotState
{
    private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _dirty = new(StringComparer.Ordinal);

    /// <summary>Number of changelog records and of pieces that were taken back.</summary>
    public (int Records, int Pieces) Restores { get; private set; }

    public string Sums => string.Join(' ', _sums.Select(sum => $"{sum.Key}={sum.Value}"));

    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        Restores = (Restores.Records + 1, Restores.Pieces);
        _sums[Encoding.UTF8.GetString(key)] = long.Parse(value, CultureInfo.InvariantCulture);
    }

    public void Restored()
    {
    }

    public void Process(LogRecord record, IProcessorContext context)
    {
        string key = Encoding.UTF8.GetString(record.Key!);
        _sums[key] = _sums.GetValueOrDefault(key) + long.Parse(record.Value!, CultureInfo.InvariantCulture);
        _dirty.Add(key);
        context.Forward(new OutgoingRecord(output.Topic, output.Partition, record.TimestampMs, record.Key, Text(_sums[key])));
    }

    public void Idle(IProcessorContext context)
    {
    }

    public void BeforeCommit(IProcessorContext context)
    {
        foreach (string key in _dirty)
        {
            context.Store(Encoding.UTF8.GetBytes(key), Text(_sums[key]));
        }

        _dirty.Clear();
    }

    public ISnapshotPieces BeginSnapshot() => new Pieces(this);

    public void ReadPiece(ReadOnlySpan<byte> piece)
    {
        string[] words = Encoding.UTF8.GetString(piece).Split('=');
        if (words.Length != 2 || !long.TryParse(words[1], CultureInfo.InvariantCulture, out long sum))
        {
            throw new InvalidDataException("it is no piece");
        }

        _sums[words[0]] = sum;
        Restores = (Restores.Records, Restores.Pieces + 1);
    }

    private static byte[] Text(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private sealed class Pieces(SnapshotSums sums) : ISnapshotPieces
    {
        private string _last = "";

        public bool WriteNext(IBufferWriter<byte> piece)
        {
            foreach ((string key, long sum) in sums._sums)
            {
                if (string.CompareOrdinal(key, _last) > 0)
                {
                    _last = key;
                    piece.Write(Encoding.UTF8.GetBytes($"{key}={sum}"));
                    return true;
                }
            }

            return false;
        }
    }
}
