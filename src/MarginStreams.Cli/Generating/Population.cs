using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>The accounts of a market: all of them one millisecond after its first prices, and later what some of them do.</summary>
internal sealed class Population(MarketSource market, PopulationOptions options)
{
    private const ulong ActivityStream = 0x6163746976;

    private readonly RuleBook _book = new();
    private readonly List<ActiveAccount> _active = [];

    /// <summary>The records of positions, in order of time.</summary>
    public IEnumerable<RecordedRecord> Records()
    {
        var replay = new MarketReplay(market);
        Universe? universe = null;
        foreach (OracleFrame frame in replay.Frames())
        {
            _book.Apply(frame, replay);
            if (universe is not null)
            {
                foreach (RecordedRecord record in _active.SelectMany(account => account.At(frame.StreamTimeMs)))
                {
                    yield return record;
                }

                continue;
            }

            universe = Universe.At(_book, replay.OnlyVenue(options.Venue), market.Name);
            if (universe is null)
            {
                continue;
            }

            foreach (RecordedRecord record in First(universe, frame.StreamTimeMs))
            {
                yield return record;
            }

            if (_active.Count == 0)
            {
                yield break;
            }
        }

        if (universe is null)
        {
            throw new RecordingException(market.Name, 0, "", "expected a perpetual with a price, found none");
        }
    }

    private IEnumerable<RecordedRecord> First(Universe universe, long pricesMs)
    {
        var maker = new AccountMaker(universe, options);
        for (int i = 0; i < options.Accounts; i++)
        {
            AccountDraft account = maker.Make(new SeededRandom(options.Seed, (ulong)i));
            foreach (Position position in account.Positions([.. account.Holdings], null))
            {
                string key = RecordKeys.Position(position.Account, position.Instrument);
                yield return RecordedRecord.Of(InputTopic.Positions, pricesMs + 1, key, RecordCodecs.Position, position);
            }

            var random = new SeededRandom(options.Seed ^ ActivityStream, (ulong)i);
            if (random.Below(1_000) < options.ActivityPerMille)
            {
                _active.Add(new ActiveAccount(account, random, pricesMs + 1, market.LastMs));
            }
        }
    }
}
