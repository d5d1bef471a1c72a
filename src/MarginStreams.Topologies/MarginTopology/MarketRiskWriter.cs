using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// Tells the risk of each market with a price: open interest, and what becomes liquidatable at which price. Only what differs from what was told last; of that
/// a digest is kept, and changelogged, so that a restart tells nothing twice. What nobody ever held is not told.
/// </summary>
internal sealed class MarketRiskWriter(
    MarketRiskOptions options, TopicNames topics, WireFormat wire, IMarginEngine engine, MarketView market, int partition)
{
    private const long PpmOne = 1_000_000;
    private readonly MarketRiskSchedule _schedule = new(options.EveryMs);
    private readonly Dictionary<string, UInt128> _told = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _dirty = new(StringComparer.Ordinal);

    /// <summary>Takes back the digest of what was told of an instrument last.</summary>
    public void Restore(string instrument, ReadOnlySpan<byte> digest) =>
        _told[instrument] = BinaryPrimitives.ReadUInt128BigEndian(digest);

    /// <summary>Digests of what was told since the last commit.</summary>
    public IEnumerable<(string Instrument, byte[] Digest)> TakeDirty()
    {
        foreach (string instrument in _dirty)
        {
            yield return (instrument, Digest(instrument));
        }

        _dirty.Clear();
    }

    /// <summary>Digests of everything that was told, in ordinal order of instrument.</summary>
    public IEnumerable<(string Instrument, byte[] Digest)> All() => _told.Keys.Order(StringComparer.Ordinal).Select(one => (one, Digest(one)));

    /// <summary>Tells what is due after a frame was applied; of the frame before, the stream-time.</summary>
    public void Tell(long? formerMs, IProcessorContext context)
    {
        if (!_schedule.IsNewSlot(formerMs, market.StreamTimeMs))
        {
            return;
        }

        foreach ((string instrument, BigInteger price) in market.Prices().OrderBy(one => one.Instrument, StringComparer.Ordinal).ToArray())
        {
            if (_schedule.IsDue(instrument, formerMs, market.StreamTimeMs) && engine.Risk(instrument, Ladder(price)) is { } view)
            {
                Tell(view, context);
            }
        }
    }

    /// <summary>
    /// The prices of a ladder, rising: price x (1,000,000 ± step) / 1,000,000, floor, so each step down is at least as far as it says, and each up at most.
    /// Of equal ones one stays; none is zero.
    /// </summary>
    public IReadOnlyList<BigInteger> Ladder(BigInteger price) =>
    [
        .. options.StepsPpm.SelectMany(step => new[] { PpmOne - step, PpmOne + step })
            .Select(factor => ExactMath.DivideFloor(price * factor, PpmOne)).Where(step => step.Sign > 0).Distinct().Order(),
    ];

    private void Tell(MarketRiskView view, IProcessorContext context)
    {
        bool isHeld = view.LongSize.Sign != 0 || view.ShortSize.Sign != 0;
        if (!isHeld && !_told.ContainsKey(view.Instrument))
        {
            return;
        }

        var risk = new MarketRisk
        {
            Instrument = view.Instrument,
            Partition = partition,
            LongSize = TriggerMapping.Shown(view.LongSize),
            ShortSize = TriggerMapping.Shown(view.ShortSize),
            Ladder = [.. view.Steps.Select(ToWire)],
        };
        UInt128 digest = XxHash128.HashToUInt128(RecordCodecs.MarketRisk.Encode(risk));
        if (_told.TryGetValue(view.Instrument, out UInt128 former) && former == digest)
        {
            return;
        }

        _told[view.Instrument] = digest;
        _dirty.Add(view.Instrument);
        byte[] key = Encoding.UTF8.GetBytes(RecordKeys.MarketRisk(view.Instrument, partition));
        risk = risk with { Frame = market.Frame, StreamTimeMs = market.StreamTimeMs };
        byte[] value = wire.Serialize(topics.MarketRisk, RecordCodecs.MarketRisk, risk);
        context.Forward(new OutgoingRecord(topics.MarketRisk, partition, market.StreamTimeMs, key, value));
    }

    private byte[] Digest(string instrument)
    {
        byte[] digest = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, _told[instrument]);
        return digest;
    }

    private static LadderStep ToWire(RiskStep step) => new()
    {
        Price = step.Price,
        IsolatedNotional = TriggerMapping.Shown(step.IsolatedNotional),
        CrossNotionalEstimate = TriggerMapping.Shown(step.CrossNotionalEstimate),
    };
}
