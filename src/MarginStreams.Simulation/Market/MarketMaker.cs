using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>
/// What indexers and price sources publish: prices that swing and crash, fills near the line whole and in pieces, closed positions, attributes, terms that
/// change, instruments that come later than the positions in them, rubbish.
/// </summary>
internal sealed class MarketMaker
{
    private const int AccountsPerVenue = 40;
    private static readonly PositionCause[] Causes = Enum.GetValues<PositionCause>();
    private readonly SeededRandom _random;
    private readonly TopicNames _topics;
    private readonly WireFormat _wire;
    private readonly int _partitions;
    private readonly Dictionary<string, long> _prices = MarketTerms.Feeds.ToDictionary(feed => feed.Feed, feed => feed.Price, StringComparer.Ordinal);
    private readonly string[] _feeds = [.. MarketTerms.Feeds.Select(feed => feed.Feed)];
    private readonly BigInteger _one = BigInteger.Pow(10, 18);
    private readonly BigInteger _ray = BigInteger.Pow(10, 27);
    private long _block = 10;
    private int _round;

    /// <summary>A market before its first record.</summary>
    public MarketMaker(SeededRandom random, TopicNames topics, WireFormat wire, int partitions) =>
        (_random, _topics, _wire, _partitions) = (random, topics, wire, partitions);

    /// <summary>Definitions and first prices.</summary>
    public IEnumerable<OutgoingRecord> First(long nowMs) =>
        MarketTerms.First.Concat(_feeds.Select(feed => (object)Price(feed, nowMs))).Select(record => ToRecord(record, nowMs));

    /// <summary>What is published next: records of one moment.</summary>
    public IReadOnlyList<OutgoingRecord> Next(long nowMs) => _random.Below(40) switch
    {
        < 14 => [ToRecord(Move(nowMs), nowMs)],
        < 16 => [.. _feeds.Select(feed => ToRecord(Price(feed, nowMs), nowMs))],
        < 17 => [ToRecord(Definition(), nowMs)],
        < 19 => [Close(nowMs)],
        < 20 => [ToRecord(Attributes(), nowMs)],
        < 21 => [ToRecord(new Progress { Venue = "a", Partition = (int)_random.Below(_partitions), CompleteThroughBlock = _block, AtMs = nowMs }, nowMs)],
        _ => [.. Fill(nowMs)],
    };

    /// <summary>A record that cannot be used, made of one that can.</summary>
    public OutgoingRecord Spoil(OutgoingRecord good) => _random.Below(6) switch
    {
        0 when good.Value is { Length: > 0 } value => good with { Value = value[..(int)_random.Below(value.Length)] },
        1 => good with { Key = [1, 2, 3] },
        2 => good with { Key = null },
        3 or 4 when good.Topic == _topics.Positions => good with { Partition = (good.Partition + 1) % _partitions },
        _ => good with { Value = [9, .. good.Value ?? []], Headers = [new LogHeader("who", [7])] },
    };

    private bool OneIn(int cases) => _random.Below(cases) == 0;

    private T One<T>(params ReadOnlySpan<T> of) => of[(int)_random.Below(of.Length)];

    private Observation Price(string feed, long nowMs) => new()
    {
        Feed = feed,
        Source = One("s", "t"),
        Round = ++_round,
        Value = _prices[feed],
        PublishedAtMs = nowMs - _random.Below(300),
        Chain = OneIn(2) ? At(_block) : null,
    };

    private Observation Move(long nowMs)
    {
        string feed = One<string>(_feeds);
        if (OneIn(10))
        {
            return Index(feed, nowMs);
        }

        // Mostly small moves, now and then a crash or its recovery.
        long factor = OneIn(12) ? One(700L, 850L, 1_150L, 1_400L) : _random.Between(970, 1_031);
        long least = feed is "WETH" or "USDC" ? 1_000_000 : 20;
        _prices[feed] = Math.Clamp(_prices[feed] * factor / 1_000, least, 100_000_000_000_000);
        _block += OneIn(3) ? 1 : 0;
        return Price(feed, nowMs);
    }

    private Observation Index(string feed, long nowMs)
    {
        bool isPool = feed is "WETH" or "USDC";
        ObservationName name = isPool ? One(ObservationName.DepositIndex, ObservationName.BorrowIndex)
            : One(ObservationName.FundingIndex, ObservationName.DepositIndex, ObservationName.BorrowIndex);
        BigInteger value = isPool ? _ray + (_ray / 1_000 * _random.Below(200))
            : name == ObservationName.FundingIndex ? _random.Between(-200, 200)
            : _one + _random.Between(1, 10_000_000_000_000_000);
        return new() { Feed = feed, Source = "s", Round = ++_round, Name = name, Value = value, PublishedAtMs = nowMs - _random.Below(300) };
    }

    private object Definition() => _random.Below(9) switch
    {
        0 => MarketTerms.Linear with { TriggerTtlMs = _random.Below(2_000), Accrual = One(Accrual.None, Accrual.Linear, Accrual.Compounded) },
        1 => MarketTerms.Linear with { Parameters = MarketTerms.Amounts(("exitBuffer", _random.Below(300))) },
        2 => MarketTerms.Linear with { NumeraireExponent = 99 },
        3 => MarketTerms.Later[0],
        4 => MarketTerms.Later[1],
        5 => MarketTerms.Deposit(_random.Between(7_000, 9_000)),
        6 => MarketTerms.Perpetual("BTC-PERP", "v", "BTC-USD", _random.Below(60_000)),
        _ => MarketTerms.Ether(_random.Between(400_000, 1_000_000)),
    };

    private string Account() => $"{One("v", "v", "a", "a", "w")}:{_random.Below(AccountsPerVenue)}";

    /// <summary>An account's fill, whole or in pieces; of some the last piece never comes.</summary>
    private IEnumerable<OutgoingRecord> Fill(long nowMs)
    {
        string account = Account();
        int remaining = OneIn(5) ? (int)_random.Between(1, 3) : 0;
        long block = OneIn(3) ? _block + _random.Between(-1, 2) : 0;
        for (; remaining >= 0; remaining--)
        {
            yield return ToRecord(Position(account) with { RemainingInBlock = remaining, Chain = At(block) }, nowMs);
            if (OneIn(8))
            {
                yield break;
            }
        }
    }

    private Position Position(string account)
    {
        string instrument = account[0] switch
        {
            'w' => One("EUR", "EUR", "OIL-PERP", "OIL-PERP", "USD"),
            'a' => One("aWETH", "aWETH", "dUSDC", "dUSDC", "BTC-PERP"),
            _ => One("USD", "USD", "BTC-PERP", "BTC-PERP", "ETH", "DAI", "SOL-PERP", "NEVER"),
        };
        (BigInteger size, BigInteger cost) = instrument switch
        {
            "USD" or "EUR" => (_random.Between(-200, 2_500), 0),
            "ETH" => (_random.Between(-1, 8) * 100, 0),
            "DAI" => (_random.Between(-8, 0) * 1_000, 0),
            "aWETH" => (_one * _random.Below(5_000) / 1_000, 0),
            "dUSDC" => (new BigInteger(_random.Between(-5_000, 0)) * 1_000_000, 0),
            "SOL-PERP" => Perpetual(_prices["SOL-USD"]),
            _ => Perpetual(_prices["BTC-USD"]),
        };
        return new()
        {
            Account = account, Instrument = instrument, Size = size, Cost = cost, Cause = OneIn(2) ? PositionCause.Trade : One<PositionCause>(Causes),
        };
    }

    private (BigInteger Size, BigInteger Cost) Perpetual(long price)
    {
        long size = OneIn(8) ? 0 : _random.Between(-1_500, 1_500);
        return (size, size == 0 && OneIn(2) ? 0 : size * price / 1_000);
    }

    private OutgoingRecord Close(long nowMs)
    {
        Position position = Position(Account());
        string key = OneIn(6) ? position.Account : RecordKeys.Of(position);
        return new(_topics.Positions, PartitionOf(position.Account), nowMs, Encoding.UTF8.GetBytes(key), null);
    }

    private Account Attributes()
    {
        string account = Account();
        return new() { Id = account, Attributes = account[0] == 'a' ? MarketTerms.Amounts(("eMode", _random.Below(2))) : MarketTerms.Amounts() };
    }

    private static ChainPosition? At(long block) => block == 0 ? null : new ChainPosition { ChainId = 1, BlockNumber = block };

    private int PartitionOf(string account) => AccountPartitioner.PartitionOf(account, _partitions);

    private OutgoingRecord ToRecord(object record, long nowMs)
    {
        (string topic, int partition) = record switch
        {
            Venue => (_topics.Venues, 0),
            Instrument => (_topics.Instruments, 0),
            Observation => (_topics.OraclePrices, 0),
            Position position => (_topics.Positions, PartitionOf(position.Account)),
            Account account => (_topics.Positions, PartitionOf(account.Id)),
            Progress progress => (_topics.Positions, progress.Partition),
            _ => throw new InvalidOperationException($"a {record.GetType().Name} is not published"),
        };
        IRecordCodec codec = RecordCodecs.ByName(record.GetType().Name);
        byte[] value = _wire.Wrap(topic, codec.Schema, codec.Encode(record));

        // Some records are late, and not in the order of time.
        long timestampMs = OneIn(6) ? nowMs - _random.Below(400) : nowMs;
        return new(topic, partition, timestampMs, Encoding.UTF8.GetBytes(RecordKeys.Of(record)), value);
    }
}
