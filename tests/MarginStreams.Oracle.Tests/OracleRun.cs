using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle.Tests;

/// <summary>An oracle that is fed as its topology feeds it; keeps the frames and the refusals.</summary>
internal sealed class OracleRun(OracleOptions options)
{
    private readonly SortedDictionary<string, (long Order, object Input)> _accepted = new(StringComparer.Ordinal);
    private PriceOracle _oracle = new(options);
    private long _order;

    public OracleRun()
        : this(new OracleOptions())
    {
    }

    public List<OracleFrame> Frames { get; } = [];

    public List<OracleReject> Refused { get; } = [];

    /// <summary>The latest accepted input of each key.</summary>
    public IEnumerable<object> Accepted => _accepted.Values.Select(kept => kept.Input);

    public OracleFrame Last => Frames[^1];

    /// <summary>Takes inputs that came at one time.</summary>
    public OracleRun At(long timestampMs, params object[] inputs)
    {
        foreach (object input in inputs)
        {
            Keep(_oracle.Advance(timestampMs));
            OracleVerdict verdict = Apply(_oracle, input);
            if (verdict.Reason == OracleReject.None)
            {
                _accepted[KeyOf(input)] = (_order++, input);
                Keep(_oracle.CloseIfFull());
            }
            else
            {
                Assert.NotEmpty(verdict.Message);
                Refused.Add(verdict.Reason);
            }
        }

        return this;
    }

    /// <summary>Every input stands at its end.</summary>
    public OracleRun Close()
    {
        Keep(_oracle.Close());
        return this;
    }

    /// <summary>Goes on with another oracle, which has only what a changelog keeps: the latest record of each key, and where the sequence stood.</summary>
    public void Restart()
    {
        SequenceState sequence = _oracle.Sequence();
        _oracle = new PriceOracle(options);
        foreach (object input in _accepted.Values.OrderBy(kept => Rank(kept.Input)).ThenBy(kept => kept.Order).Select(kept => kept.Input))
        {
            Assert.Equal(OracleReject.None, Apply(_oracle, input).Reason);
        }

        _oracle.Restore(sequence);
    }

    public static string Text(OracleFrame frame) =>
        $"#{frame.Number}{(frame.IsKeyframe ? " key" : "")} at {frame.StreamTimeMs}: "
        + string.Join("; ", frame.Venues.Select(venue => venue.ToString()).Concat(frame.Instruments.Select(one => one.ToString())))
        + $" {frame.Digest:x32}";

    private static OracleVerdict Apply(PriceOracle oracle, object input) => input switch
    {
        OracleVenue venue => oracle.Apply(venue),
        OracleInstrument instrument => oracle.Apply(instrument),
        _ => oracle.Apply((OracleObservation)input),
    };

    private static int Rank(object input) => input switch { OracleVenue => 1, OracleInstrument => 2, _ => 3 };

    private static string KeyOf(object input) => input switch
    {
        OracleVenue venue => $"1/{venue.Terms.Id}",
        OracleInstrument instrument => $"2/{instrument.Terms.Id}",
        OracleObservation seen => $"3/{seen.Feed}/{seen.Quantity}/{seen.Origin.Source}",
        _ => throw new ArgumentException(input.ToString(), nameof(input)),
    };

    private void Keep(OracleFrame? frame)
    {
        if (frame is not null)
        {
            Frames.Add(frame);
        }
    }
}
