using CsCheck;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Oracle.Tests;

/// <summary>The sequence of frames as a reader knows it: without gaps, complete, and the same whoever owns it.</summary>
public sealed class SequenceTests
{
    private const int InputCount = 120;
    private static readonly OracleOptions Options = new() { FrameIntervalMs = 10, FrameMaxUpdates = 7, KeyframeEvery = 5 };

    [Fact]
    public void Frames_RandomInputs_AreNumberedAndCompleteAndHaveTheirDigest() =>
        Gen.Int.Sample(seed =>
        {
            OracleRun run = Run(seed, restartAfter: -1);
            var vector = new SortedDictionary<string, MarketValues>(StringComparer.Ordinal);
            var blocks = new SortedDictionary<string, long>(StringComparer.Ordinal);
            for (int i = 0; i < run.Frames.Count; i++)
            {
                OracleFrame frame = run.Frames[i];
                frame.Instruments.ToList().ForEach(one => vector[one.Instrument] = one.Values);
                frame.Venues.ToList().ForEach(venue => blocks[venue.Venue] = venue.BlockNumber);
                Assert.Equal(i, frame.Number);
                Assert.Equal(i % Options.KeyframeEvery == 0, frame.IsKeyframe);
                Assert.True(i == 0 || frame.StreamTimeMs >= run.Frames[i - 1].StreamTimeMs);
                Assert.True(frame.Venues.Count + frame.Instruments.Count > 0);
                Assert.Equal(Digest(vector), frame.Digest);
                if (frame.IsKeyframe)
                {
                    Assert.Equal(vector, frame.Instruments.Select(one => KeyValuePair.Create(one.Instrument, one.Values)));
                    Assert.Equal(blocks, frame.Venues.Select(venue => KeyValuePair.Create(venue.Venue, venue.BlockNumber)));
                    Assert.True(frame.Instruments.All(one => one.HasTerms) && frame.Venues.All(venue => venue.HasTerms));
                }
            }
        });

    [Fact]
    public void Restore_CutAnywhere_GivesTheFramesOfAnUndisturbedRun() =>
        Gen.Select(Gen.Int, Gen.Int[0, InputCount - 1]).Sample((seed, cut) =>
        {
            OracleRun undisturbed = Run(seed, restartAfter: -1), restarted = Run(seed, cut);
            Assert.Equal(undisturbed.Frames.Select(OracleRun.Text), restarted.Frames.Select(OracleRun.Text));
            Assert.Equal(undisturbed.Refused, restarted.Refused);
        });

    /// <summary>
    /// Whatever venues and instruments were redefined to, engines can take them: no accepted venue breaks the instruments it already has, so that no
    /// record can stop the readers of the frames.
    /// </summary>
    [Fact]
    public void Apply_DefinitionsAccepted_EveryInstrumentIsValidUnderItsVenue() =>
        Gen.Select(Gen.Int, Gen.Int[1, InputCount]).Sample((seed, count) =>
        {
            OracleRun run = Run(seed, restartAfter: -1, count);
            Dictionary<string, VenueTerms> venues = run.Accepted.OfType<OracleVenue>().Select(venue => venue.Terms)
                .ToDictionary(venue => venue.Id, StringComparer.Ordinal);
            Assert.All(run.Accepted.OfType<OracleInstrument>(), one => LinearInstrument.Create(venues[one.Terms.Venue], one.Terms));
        });

    /// <summary>These worlds hold what the properties above speak of.</summary>
    [Fact]
    public void Worlds_HundredSeeds_HoldEveryKindOfInput()
    {
        List<OracleRun> runs = [.. Enumerable.Range(0, 100).Select(seed => Run(seed, restartAfter: -1))];
        Assert.True(runs.Sum(run => run.Frames.Count) > 1000);
        Assert.Equal(
            [
                OracleReject.TermsRefused, OracleReject.UnknownVenue, OracleReject.NotPositive, OracleReject.PriceBandInverted, OracleReject.RateInvalid,
                OracleReject.OutOfOrder,
            ],
            runs.SelectMany(run => run.Refused).Distinct().Order());
    }

    private static OracleRun Run(int seed, int restartAfter, int count = InputCount)
    {
        var run = new OracleRun(Options);
        List<(long TimestampMs, object Input)> inputs = OracleWorld.Inputs(seed, count);
        for (int i = 0; i < inputs.Count; i++)
        {
            run.At(inputs[i].TimestampMs, inputs[i].Input);
            if (i == restartAfter)
            {
                run.Restart();
            }

            if (i % 17 == 0)
            {
                run.Close();
            }
        }

        return run.Close();
    }

    private static UInt128 Digest(IEnumerable<KeyValuePair<string, MarketValues>> vector)
    {
        var digest = new VectorDigest();
        foreach ((string instrument, MarketValues values) in vector)
        {
            digest.Replace(instrument, null, values);
        }

        return digest.Value;
    }
}
