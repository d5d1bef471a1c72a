using System.Text;
using MarginStreams.Cli.Inspecting;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Journals;

/// <summary>What one task writes into one partition that nobody else writes: the records that a replay gives, against those that stand there.</summary>
internal sealed class WrittenRecords
{
    /// <summary>So much of a line is told, and so much of that is before the first character that differs.</summary>
    private const int ToldCount = 100;
    private const int ToldBefore = 40;

    private readonly ILogCluster _cluster;
    private readonly TopicPartition _place;
    private readonly WireFormat _wire;
    private readonly long _endBefore;
    private readonly List<OutgoingRecord> _expected = [];

    /// <summary>Nothing is expected yet. What stands there now must be expected once the journal was read; what comes later need not.</summary>
    public WrittenRecords(ILogCluster cluster, TopicPartition place, WireFormat wire)
    {
        (_cluster, _place, _wire) = (cluster, place, wire);
        _endBefore = cluster.Admin.QueryWatermarks(place).High;
    }

    /// <summary>The partition.</summary>
    public TopicPartition Place => _place;

    /// <summary>What the replay gives.</summary>
    public IReadOnlyList<OutgoingRecord> Expected => _expected;

    /// <summary>The replay gives a record.</summary>
    public void Expect(OutgoingRecord record) => _expected.Add(record);

    /// <summary>The committed records: of those that came since it was made, no more than are expected.</summary>
    public IEnumerable<LogRecord> Actual()
    {
        int count = 0;
        foreach (LogRecord record in CommittedRecords.Read(_cluster, _place.Topic, _place.Partition))
        {
            if (record.Offset >= _endBefore && count >= _expected.Count)
            {
                yield break;
            }

            count++;
            yield return record;
        }
    }

    /// <summary>
    /// Compares a partition that keeps everything, in order. What was put in or taken out moves the others, and does not make them different. With only a
    /// beginning expected, what stands behind it is not looked at.
    /// </summary>
    public WrittenDifference CompareAll(bool isWhole)
    {
        var difference = new WrittenDifference();
        int next = 0;
        foreach (LogRecord actual in Actual())
        {
            if (next == _expected.Count && !isWhole)
            {
                break;
            }

            int at = Find(next, actual);
            if (at >= 0)
            {
                Miss(difference, next, at);
                next = at + 1;
            }
            else if (next < _expected.Count && IdOf(_expected[next].Key, _expected[next].Value) == IdOf(actual.Key, actual.Value))
            {
                difference.Differs(Told(actual, Difference(_expected[next], actual)));
                next++;
            }
            else
            {
                difference.IsFalse(Told(actual, Difference(null, actual)));
            }
        }

        Miss(difference, next, _expected.Count);
        return difference;
    }

    /// <summary>
    /// Compares a compacted partition: each record is one that is expected, in their order; and each key's last one is there, or nothing is where that is a
    /// tombstone.
    /// </summary>
    public WrittenDifference CompareLatest()
    {
        var difference = new WrittenDifference();
        int next = 0;
        Dictionary<string, OutgoingRecord> left = Latest();
        foreach (LogRecord actual in Actual())
        {
            int at = Find(next, actual);
            if (at < 0)
            {
                difference.Differs(Told(actual, Difference(_expected.Skip(next).FirstOrDefault(record => Same(record.Key, actual.Key)), actual)));
                if (difference.Different == WrittenDifference.ToldMax)
                {
                    // Each is looked for among all that are expected: the rest is not worth it.
                    break;
                }

                continue;
            }

            next = at + 1;
            string key = Convert.ToHexString(actual.Key!);
            if (ReferenceEquals(left.GetValueOrDefault(key), _expected[at]))
            {
                left.Remove(key);
            }
        }

        foreach (OutgoingRecord missed in left.Values.Where(record => record.Value is not null))
        {
            difference.Misses($"{_place}, key {Text(missed.Key)}: its latest record is missing");
        }

        return difference;
    }

    private int Find(int from, LogRecord actual) => _expected.FindIndex(from, record => AreSame(record, actual));

    private void Miss(WrittenDifference difference, int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            difference.Misses($"{_place}: {IdOf(_expected[at].Key, _expected[at].Value)} is missing");
        }
    }

    /// <summary>What a record is about: a trigger by its id, anything else by its key.</summary>
    private string IdOf(byte[]? key, byte[]? value)
    {
        try
        {
            return value is not null && _wire.Deserialize(_place.Topic, value) is LiquidationTrigger trigger
                ? $"trigger {trigger.TriggerId} of {trigger.Account}"
                : $"the record with the key {Text(key)}";
        }
        catch (WireFormatException)
        {
            return $"the record with the key {Text(key)}";
        }
    }

    private Dictionary<string, OutgoingRecord> Latest()
    {
        var latest = new Dictionary<string, OutgoingRecord>(StringComparer.Ordinal);
        foreach (OutgoingRecord record in _expected)
        {
            latest[Convert.ToHexString(record.Key!)] = record;
        }

        return latest;
    }

    private string Told(LogRecord actual, string what) => $"{_place} at offset {actual.Offset}, {IdOf(actual.Key, actual.Value)}: {what}";

    private bool AreSame(OutgoingRecord expected, LogRecord actual) =>
        TimeOf(actual.TimestampMs) == TimeOf(expected.TimestampMs)
        && Same(actual.Key, expected.Key)
        && (Same(actual.Value, expected.Value) || Same(WithoutWording(actual.Value), WithoutWording(expected.Value)))
        && Same(actual.Headers, expected.Headers ?? []);

    /// <summary>To a client of Kafka a time of 0 means none, so it is written as 1.</summary>
    private static long TimeOf(long timestampMs) => Math.Max(timestampMs, 1);

    /// <summary>Why an account could not be judged is said by each engine in its own words; that it could not is what both must say.</summary>
    private byte[]? WithoutWording(byte[]? value)
    {
        try
        {
            return value is not null && _wire.Deserialize(_place.Topic, value) is AccountStatus { Error.Length: > 0 } status
                ? RecordCodecs.AccountStatus.Encode(status with { Error = "?" })
                : value;
        }
        catch (WireFormatException)
        {
            return value;
        }
    }

    private string Difference(OutgoingRecord? expected, LogRecord actual)
    {
        if (expected is null)
        {
            return "nothing leads to this record";
        }

        using var lines = new RecordLine(_wire);
        string there = Encoding.UTF8.GetString(lines.Of(actual));
        LogRecord should = actual with { TimestampMs = expected.TimestampMs, Key = expected.Key, Value = expected.Value, Headers = expected.Headers ?? [] };
        string right = Encoding.UTF8.GetString(lines.Of(should));
        int at = Math.Max(0, there.AsSpan().CommonPrefixLength(right) - ToldBefore);
        return $"expected …{Part(right, at)}…, but it is …{Part(there, at)}…";
    }

    private static string Part(string line, int at) => line.Substring(at, Math.Min(ToldCount, line.Length - at)).TrimEnd('\n');

    private static bool Same(IReadOnlyList<LogHeader> left, IReadOnlyList<LogHeader> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Name == pair.Second.Name && Same(pair.First.Value, pair.Second.Value));

    private static bool Same(byte[]? left, byte[]? right) => left is null || right is null ? left == right : left.AsSpan().SequenceEqual(right);

    private static string Text(byte[]? key) => key is null ? "null" : Encoding.UTF8.GetString(key);
}
