using CsCheck;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// Any sequence of operations by two producers on one partition, against a model that keeps the whole log as a list and works everything out from it by
/// scanning: offsets, what a reader sees, where it stands, who is fenced.
/// </summary>
public sealed class EmbeddedLogModel
{
    private const int Ids = 2;

    private enum Kind
    {
        Plain,
        Produce,
        Commit,
        Abort,
        Takeover,
        Poll,
        Seek,
    }

    [Fact]
    public void AnySequence_OfOperations_BehavesLikeTheModel() =>
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, Ids - 1], Gen.Int[0, 20]).List[0, 80].Sample(
            operations =>
            {
                using var world = new World();
                foreach ((Kind kind, int id, int argument) in operations)
                {
                    world.Do(kind, id, argument);
                    world.Compare();
                }
            },
            iter: 3_000);

    private sealed class World : IDisposable
    {
        private static readonly TopicPartition Partition = new("t", 0);
        private readonly EmbeddedCluster _log = new();
        private readonly ITransactionalProducer?[] _producers = new ITransactionalProducer?[Ids];
        private readonly int[] _open = new int[Ids];
        private readonly ILogConsumer _consumer;
        private readonly Dictionary<int, bool> _ended = [];

        // One entry an offset: the transaction of a record (0: none), or null for a control marker.
        private readonly List<int?> _model = [];
        private int _lastTransaction;
        private long _position;

        public World()
        {
            _log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
            _consumer = _log.CreateConsumer("g");
            _consumer.Assign([new(Partition, 0)]);
        }

        private long Stable => _model.FindIndex(tx => tx is > 0 && !_ended.ContainsKey(tx.Value)) is var at and >= 0 ? at : _model.Count;

        public void Do(Kind kind, int id, int argument)
        {
            switch (kind)
            {
                case Kind.Plain:
                    _log.Append(new LogRecord("t", 0, -1, 0, null, null, []));
                    _model.Add(0);
                    break;
                case Kind.Produce:
                    Produce(id);
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
                    _position = Math.Min(argument, _model.Count);
                    _consumer.Seek(new(Partition, _position));
                    break;
            }
        }

        public void Dispose() => _log.Dispose();

        public void Compare()
        {
            Assert.Equal(_model.Count, _log.Admin.QueryWatermarks(Partition).High);
            bool isAtEnd = NextVisible() is null;
            Assert.Equal(isAtEnd, _consumer.IsAtEnd(Partition));
            _position = isAtEnd ? Math.Max(_position, Stable) : _position;
            Assert.Equal(_position, _consumer.Position(Partition));
        }

        private void Produce(int id)
        {
            ITransactionalProducer producer = _producers[id] ??= _log.CreateTransactionalProducer($"id-{id}");
            if (_open[id] == 0)
            {
                producer.Begin();
                _open[id] = ++_lastTransaction;
            }

            producer.Produce(new OutgoingRecord("t", 0, 0, null, null));
            _model.Add(_open[id]);
        }

        private void End(int id, bool commit)
        {
            if (_open[id] > 0)
            {
                _ended[_open[id]] = commit;
                _open[id] = 0;
                _model.Add(null);
            }
        }

        private long? NextVisible()
        {
            for (long offset = _position; offset < Stable; offset++)
            {
                if (_model[(int)offset] is { } transaction && (transaction == 0 || _ended[transaction]))
                {
                    return offset;
                }
            }

            return null;
        }
    }
}
