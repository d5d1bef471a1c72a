namespace MarginStreams.Streams.Tests;

/// <summary>A log of one partition beside a list of what should stand in it.</summary>
internal sealed class ModelledLog : IDisposable
{
    public const int Ids = 2;
    public const int TimeoutMs = 1_000;
    private static readonly TopicPartition Partition = new("t", 0);
    private readonly StandingClock _clock;
    private readonly Func<bool, EmbeddedCluster>? _restart;
    private readonly IDisposable? _world;
    private readonly ITransactionalProducer?[] _producers = new ITransactionalProducer?[Ids];
    private readonly int[] _open = new int[Ids];
    private readonly long[] _startMs = new long[Ids];
    private readonly Dictionary<int, bool> _ended = [];
    private readonly List<Slot> _slots = [];
    private EmbeddedCluster _log;
    private ILogConsumer _consumer;
    private int _lastTransaction;
    private long _position;

    public ModelledLog(EmbeddedCluster log, StandingClock clock, Func<bool, EmbeddedCluster>? restart, IDisposable? world = null)
    {
        _log = log;
        _clock = clock;
        _restart = restart;
        _world = world;
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: true)]);
        _consumer = NewConsumer();
    }

    public enum Kind
    {
        Plain,
        Produce,
        Commit,
        Abort,
        Takeover,
        Poll,
        Seek,
        Pass,
        Compact,
        Restart,
        Kill,
    }

    private long Stable => _slots.FindIndex(slot => slot.Transaction is > 0 and var open && !_ended.ContainsKey(open)) is var at and >= 0 ? at : _slots.Count;

    public void Do(Kind kind, int id, int argument)
    {
        switch (kind)
        {
            case Kind.Plain:
                var plain = new Slot(0, argument % 3, argument % 5 == 0);
                _log.Append(new LogRecord("t", 0, -1, 0, plain.KeyBytes, plain.ValueBytes, []));
                _slots.Add(plain);
                break;
            case Kind.Produce:
                Produce(id, argument);
                break;
            case Kind.Takeover:
                ITransactionalProducer? old = _producers[id];
                _producers[id] = _log.CreateTransactionalProducer($"id-{id}");
                End(id, commit: false);
                Assert.True(old is null || Record.Exception(old.Begin) is ProducerFencedException);
                break;
            case Kind.Commit or Kind.Abort when _open[id] > 0:
                ((Action)(kind == Kind.Commit ? _producers[id]!.Commit : _producers[id]!.Abort))();
                End(id, kind == Kind.Commit);
                break;
            case Kind.Poll:
                long? expected = NextVisible();
                Assert.Equal(expected, _consumer.Poll(TimeSpan.Zero)?.Offset);
                _position = expected + 1 ?? _position;
                break;
            case Kind.Seek:
                _position = Math.Min(argument, _slots.Count);
                _consumer.Seek(new(Partition, _position));
                break;
            case Kind.Pass:
                Pass(argument * 50);
                break;
            case Kind.Compact:
                _log.Compact(Partition);
                Compact();
                break;
            case Kind.Restart or Kind.Kill when _restart is not null:
                Restart(kind == Kind.Kill);
                break;
        }
    }

    public void Compare()
    {
        Assert.Equal(_slots.Count, _log.Admin.QueryWatermarks(Partition).High);
        bool isAtEnd = NextVisible() is null;
        Assert.Equal(isAtEnd, _consumer.IsAtEnd(Partition));
        _position = isAtEnd ? Math.Max(_position, Stable) : _position;
        Assert.Equal(_position, _consumer.Position(Partition));
    }

    public void Dispose()
    {
        _log.Dispose();
        _world?.Dispose();
    }

    private ILogConsumer NewConsumer()
    {
        ILogConsumer consumer = _log.CreateConsumer("g");
        consumer.Assign([new(Partition, _position)]);
        return consumer;
    }

    private void Produce(int id, int argument)
    {
        ITransactionalProducer producer = _producers[id] ??= _log.CreateTransactionalProducer($"id-{id}");
        if (_open[id] == 0)
        {
            producer.Begin();
            _open[id] = ++_lastTransaction;
            _startMs[id] = _clock.GetTimestamp();
        }

        var slot = new Slot(_open[id], argument % 3, argument % 5 == 0);
        producer.Produce(new OutgoingRecord("t", 0, 0, slot.KeyBytes, slot.ValueBytes));
        _slots.Add(slot);
    }

    private void End(int id, bool commit)
    {
        if (_open[id] > 0)
        {
            _ended[_open[id]] = commit;
            _open[id] = 0;
            _slots.Add(Slot.Marker);
        }
    }

    private void Pass(int ms)
    {
        _clock.AdvanceMs(ms);
        foreach (int id in ByBeginning().Where(id => _startMs[id] + TimeoutMs <= _clock.GetTimestamp()))
        {
            Assert.Throws<ProducerFencedException>(_producers[id]!.Commit);
            _producers[id] = null;
            End(id, commit: false);
        }
    }

    private void Restart(bool isKilled)
    {
        _log.CreateProducer().Flush();
        foreach (int id in ByBeginning())
        {
            End(id, commit: false);
        }

        Array.Clear(_producers);
        _log = _restart!(isKilled);
        _consumer = NewConsumer();
    }

    private int[] ByBeginning() => [.. Enumerable.Range(0, Ids).Where(id => _open[id] > 0).OrderBy(id => _open[id])];

    private void Compact()
    {
        var later = new HashSet<int>();
        for (int offset = (int)Stable - 1; offset >= 0; offset--)
        {
            Slot slot = _slots[offset];
            if (IsVisible(slot) && slot.Key is > 0 and var key)
            {
                slot.IsGone = !later.Add(key) || slot.IsTombstone;
            }
        }
    }

    private bool IsVisible(Slot slot) => !slot.IsGone && slot.Transaction is { } transaction && (transaction == 0 || _ended.GetValueOrDefault(transaction));

    private long? NextVisible()
    {
        for (long offset = _position; offset < Stable; offset++)
        {
            if (IsVisible(_slots[(int)offset]))
            {
                return offset;
            }
        }

        return null;
    }

    /// <summary>One offset: a record with its transaction (0: none) and its key (0: none), or a control marker.</summary>
    private sealed record Slot(int? Transaction, int Key, bool IsTombstone)
    {
        public static Slot Marker => new(null, 0, false);

        public bool IsGone { get; set; }

        public byte[]? KeyBytes => Key == 0 ? null : [(byte)Key];

        public byte[]? ValueBytes => IsTombstone ? null : [1];
    }
}
