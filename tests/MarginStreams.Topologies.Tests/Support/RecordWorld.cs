using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// A stretch of input records that is the same for the same seed: a small market whose prices swing, few accounts near the line, terms that change, records
/// that come too early, in pieces or not at all, and rubbish. In the order of time; offsets are those of an empty log.
/// </summary>
internal sealed class RecordWorld
{
    private static readonly string[] Accounts = ["v:a", "v:b", "v:c", "v:d", "v:e:1", "w:a"];
    private static readonly Instrument Sol = SmallMarket.Perpetual("SOL-PERP", "v", "SOL-USD");
    private static readonly Instrument Oil = SmallMarket.Perpetual("OIL-PERP", "w", SmallMarket.Feed);
    private static readonly string[] Holdable = ["USD", "BTC-PERP", "BTC-PERP", "ETH", "DAI", "SOL-PERP", "NEVER"];

    private readonly PipelineWorld _log = new();
    private readonly Random _random;
    private readonly List<LogRecord> _records = [];
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly Dictionary<string, long> _prices = new() { [SmallMarket.Feed] = 10_000, ["ETH-USD"] = 1_000, ["DAI-USD"] = 100, ["SOL-USD"] = 500 };
    private long _timeMs = 1_000;
    private long _block = 10;
    private int _round;

    private RecordWorld(int seed) => _random = new Random(seed);

    /// <summary>The records of a seed.</summary>
    public static List<LogRecord> Records(int seed, int count)
    {
        var world = new RecordWorld(seed);
        world.Begin();
        while (world._records.Count < count)
        {
            world._timeMs += world._random.Next(0, 15);
            world.Next();
        }

        return world._records;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private void Begin()
    {
        Array.ForEach(SmallMarket.Definitions, Put);
        Put(Oil);
        _prices.Keys.Where(_ => !Chance(6)).ToList().ForEach(feed => Put(SmallMarket.Price(_prices[feed], _timeMs, feed, round: ++_round)));
    }

    private void Next()
    {
        switch (_random.Next(20))
        {
            case < 7:
                Put(Observation());
                break;
            case < 8:
                Put(Definition());
                break;
            case < 9:
                Rubbish();
                break;
            case < 10:
                Close();
                break;
            case < 11:
                Put(Attributes());
                break;
            default:
                Holdings();
                break;
        }
    }

    private Observation Observation()
    {
        string feed = One(_prices.Keys.ToList());
        if (Chance(8))
        {
            ObservationName name = One<ObservationName>([ObservationName.FundingIndex, ObservationName.DepositIndex, ObservationName.BorrowIndex]);
            BigInteger index = name == ObservationName.FundingIndex ? _random.Next(-200, 200) : BigInteger.Pow(10, 18) + _random.NextInt64(1, (long)1e16);

            // Another second of interest begins soon, and may be a tenth of the index.
            BigInteger[] rates = name == ObservationName.FundingIndex || Chance(3) ? [] : [BigInteger.Pow(10, 18) * _random.Next(0, 3_000_000)];
            return SmallMarket.Price(index, _timeMs - 980, feed) with { Name = name, Vector = rates };
        }

        _prices[feed] = Math.Max(1, _prices[feed] * _random.Next(960, 1_042) / 1_000);
        _block += Chance(3) ? 1 : 0;
        return SmallMarket.Price(_prices[feed], _timeMs, feed, One<string>(["s", "t"]), ++_round, Chance(2) ? _block : 0);
    }

    private object Definition() => _random.Next(7) switch
    {
        0 => SmallMarket.Venue with { TriggerTtlMs = _random.Next(0, 200), Accrual = One<Accrual>([Accrual.None, Accrual.Linear, Accrual.Compounded]) },
        1 => SmallMarket.Venue with { TriggerTtlMs = 60, Parameters = SmallMarket.Amounts(("exitBuffer", _random.Next(0, 300))) },
        2 => SmallMarket.Venue with { NumeraireExponent = 99 },
        3 => Sol,
        4 => SmallMarket.Bitcoin,
        5 => SmallMarket.Bitcoin with { Parameters = SmallMarket.Amounts(("liquidationFeePpm", _random.Next(0, 60_000))) },
        _ => SmallMarket.Ether with
        {
            Parameters = SmallMarket.Amounts(("weightInitialPpm", 500_000), ("weightMaintenancePpm", _random.Next(400_000, 1_000_000))),
        },
    };

    /// <summary>An account's fill, whole or in pieces.</summary>
    private void Holdings()
    {
        string account = One(Accounts);
        int remaining = Chance(5) ? _random.Next(1, 3) : 0;
        long block = Chance(3) ? _block + _random.Next(-1, 3) : 0;
        for (; remaining >= 0; remaining--)
        {
            Put(Position(account) with { RemainingInBlock = remaining, Chain = SmallMarket.At(block) });
            if (Chance(6))
            {
                break;
            }
        }
    }

    private Position Position(string account)
    {
        string instrument = account[0] == 'w' && !Chance(8) ? One<string>(["EUR", "OIL-PERP"]) : One(Holdable);
        PositionCause cause = Chance(2) ? PositionCause.Trade : One(Enum.GetValues<PositionCause>());
        (BigInteger size, BigInteger cost) = instrument switch
        {
            "USD" or "EUR" => (_random.Next(-200, 2_500), 0),
            "ETH" => (_random.Next(-1, 8) * 100, 0),
            "DAI" => (_random.Next(-8, 1) * 1_000, 0),
            "SOL-PERP" => Perpetual(_prices["SOL-USD"]),
            _ => Perpetual(_prices[SmallMarket.Feed]),
        };
        return SmallMarket.Position(account, instrument, size, cost) with { Cause = cause };
    }

    private (BigInteger Size, BigInteger Cost) Perpetual(long price)
    {
        long size = Chance(8) ? 0 : _random.Next(-1_500, 1_500);
        return (size, size == 0 && Chance(2) ? 0 : size * price / 1_000);
    }

    private void Close()
    {
        string account = One(Accounts);
        string key = Chance(6) ? account : RecordKeys.Position(account, One(Holdable));
        Put(new LogRecord(_log.Topics.Positions, PipelineWorld.PartitionOf(account), -1, _timeMs, Encoding.UTF8.GetBytes(key), null, []));
    }

    private Account Attributes() => new() { Id = One(Accounts), Attributes = Chance(8) ? SmallMarket.Amounts(("x", 1)) : SmallMarket.Amounts() };

    private void Rubbish()
    {
        LogRecord good = Chance(2) ? Record(Position(One(Accounts))) : Record(Observation());
        Put(_random.Next(5) switch
        {
            0 => good with { Value = good.Value![.._random.Next(good.Value.Length)] },
            1 => good with { Key = [1, 2, 3] },
            2 => good with { Key = null },
            3 when good.Topic == _log.Topics.Positions => good with { Partition = 1 - good.Partition },
            _ => good with { Value = [9, .. good.Value!] },
        });
    }

    private void Put(object record) => Put(Record(record));

    private LogRecord Record(object record)
    {
        string topic = _log.TopicOf(record);
        return new(topic, PipelineWorld.PartitionOf(record), -1, _timeMs, Encoding.UTF8.GetBytes(RecordKeys.Of(record)), _log.Bytes(record, topic), []);
    }

    private void Put(LogRecord record)
    {
        long offset = _next.GetValueOrDefault(record.TopicPartition);
        _records.Add(record with { Offset = offset });
        _next[record.TopicPartition] = offset + 1;
    }
}
