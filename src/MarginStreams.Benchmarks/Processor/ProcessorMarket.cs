using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Benchmarks.Processor;

/// <summary>A venue of 100 perpetuals and its cash as records, the frames that the oracle makes of them, and holdings as records of positions.</summary>
internal sealed class ProcessorMarket : IFrameHistory
{
    private const string Venue = "dex", Cash = "USD";
    private const int Markets = 100;

    /// <summary>Numeraire's smallest units in the product of a size and a price: 10^this.</summary>
    private const int CostDigits = 4;

    private static readonly string[] Instruments = [.. Enumerable.Range(0, Markets).Select(i => $"P{i}-PERP")];

    /// <summary>The frames of the whole market.</summary>
    public IReadOnlyList<LogRecord> Frames { get; }

    /// <summary>Names of the topics.</summary>
    public TopicNames Topics { get; } = new();

    /// <summary>How records become bytes.</summary>
    public WireFormat Wire { get; } = new(new LocalSchemaIds());

    /// <summary>Cuts the frames.</summary>
    public ProcessorMarket()
    {
        var oracle = new OracleProcessor(new OracleOptions(), Topics, Wire);
        var context = new ProcessorContext();
        long offset = 0;
        void Put<T>(string topic, RecordCodec<T> codec, T record)
            where T : class
        {
            byte[] key = Encoding.UTF8.GetBytes(RecordKeys.Of(record));
            oracle.Process(new LogRecord(topic, 0, offset, offset++, key, Wire.Serialize(topic, codec, record), []), context);
        }

        Put(Topics.Venues, RecordCodecs.Venue, new Venue { Id = Venue, Numeraire = Cash, NumeraireExponent = -6 });
        Put(Topics.Instruments, RecordCodecs.Instrument, new Instrument { Id = Cash, Venue = Venue, Kind = InstrumentKind.Asset, SizeExponent = -6 });
        foreach (string id in Instruments)
        {
            Put(Topics.Instruments, RecordCodecs.Instrument, Perpetual(id));
        }

        for (int i = 0; i < Markets; i++)
        {
            Put(Topics.OraclePrices, RecordCodecs.Observation, new Observation { Feed = Instruments[i], Source = "s", Value = Price(i) });
        }

        oracle.Idle(context);
        Frames = [.. context.Forwarded.Select((sent, n) => new LogRecord(sent.Topic, 0, n, sent.TimestampMs, sent.Key, sent.Value, []))];
    }

    /// <summary>A task's processor with the engine of production; it has seen nothing.</summary>
    public MarginProcessor Processor() => new(new MarginTaskOptions(0, 1, 50), Topics, Wire, this, options => new Engine.MarginEngine(options));

    public IEnumerable<LogRecord> Read(long fromOffset, long toOffset) => Frames.Where(frame => frame.Offset >= fromOffset && frame.Offset <= toOffset);

    /// <summary>The holdings of one account, healthy at a leverage of three, as records: an isolated position, or cash and one to eight positions.</summary>
    public IEnumerable<LogRecord> Holdings(int number, ulong seed, bool isIsolated, long more = 0)
    {
        var random = new BenchRandom(unchecked(seed + ((ulong)number * 0xD1342543DE82EF95)));
        string account = $"{Venue}:0x{random.Next():x16}{random.Next():x16}{unchecked((uint)random.Next()):x8}";
        int first = (int)random.Below(Markets), positions = isIsolated ? 1 : 1 + (int)random.Below(8);
        BigInteger value = 0;
        for (int one = 0; one < positions; one++)
        {
            int market = (first + (one * 7)) % Markets;
            long size = 1_000_000 + random.Below(1_000_000_000);
            BigInteger notional = size * new BigInteger(Price(market)) / BigInteger.Pow(10, CostDigits);
            value += notional;
            BigInteger cost = isIsolated ? 2 * notional / 3 : notional;
            yield return Record(number, account, Instruments[market], size + more, cost, 1 + random.Below(100));
        }

        if (!isIsolated)
        {
            yield return Record(number, account, Cash, (value / 3) + 1_000_000 + more, 0, 0);
        }
    }

    private LogRecord Record(long offset, string account, string instrument, BigInteger size, BigInteger cost, BigInteger index)
    {
        var position = new Position { Account = account, Instrument = instrument, Size = size, Cost = cost, SettledIndex = index, Cause = PositionCause.Trade };
        byte[] value = Wire.Serialize(Topics.Positions, RecordCodecs.Position, position);
        return new LogRecord(Topics.Positions, 0, offset, 1_000, Encoding.UTF8.GetBytes(RecordKeys.Of(position)), value, []);
    }

    private static long Price(int market) => 1_000_000 + (10_000 * market);

    private static Instrument Perpetual(string id) => new()
    {
        Id = id,
        Venue = Venue,
        Kind = InstrumentKind.Perpetual,
        SizeExponent = -8,
        PriceExponent = -2,
        Feeds = new Dictionary<string, string> { ["mark"] = id },
        Tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            ["bracketLowerBound"] = [0], ["bracketInitialPpm"] = [100_000], ["bracketMaintenancePpm"] = [50_000],
        },
    };
}
