using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// One full exact scan of all accounts, account by account as they lie in memory, and the same steps for those below maintenance: in ordinal order of id, with
/// the figures that the rule set works out.
/// </summary>
internal sealed class BatchScan
{
    private readonly CrossPopulation _population;
    private readonly string[] _ids;
    private readonly int[] _first;
    private readonly byte[] _markets;
    private readonly long[] _coefficients;
    private readonly long[] _sizes;
    private readonly long[] _cash;
    private readonly VenueRules _rules;
    private readonly InstrumentRules[] _instruments;
    private readonly InstrumentRules _quote;
    private readonly List<int> _below = [];

    /// <summary>The scan of a population.</summary>
    public BatchScan(CrossPopulation population)
    {
        _population = population;
        MarketFrame terms = population.Markets.FirstFrame();
        _rules = RuleSetCatalog.Create(terms.Venues[0].Terms!);
        _quote = _rules.Create(terms.Instruments[0].Terms!);
        _instruments = [.. terms.Instruments.Skip(1).Select(change => _rules.Create(change.Terms!))];
        _ids = [.. Enumerable.Range(0, population.Count).Select(population.Id)];
        _cash = new long[population.Count];
        _first = new int[population.Count + 1];
        for (int number = 0; number < population.Count; number++)
        {
            _first[number + 1] = _first[number] + population.Account(number).Count;
        }

        _markets = new byte[_first[^1]];
        (_coefficients, _sizes) = (new long[_first[^1]], new long[_first[^1]]);
        for (int number = 0; number < population.Count; number++)
        {
            CrossAccount account = population.Account(number);
            _cash[number] = account.Cash;
            for (int i = 0; i < account.Count; i++)
            {
                int at = _first[number] + i;
                (_markets[at], _sizes[at]) = ((byte)account.Market[i], account.Size[i]);
                _coefficients[at] = population.Markets.Coefficient(account.Market[i], account.Size[i]);
            }
        }
    }

    /// <summary>The steps at the prices of a frame.</summary>
    public void Apply(MarketFrame frame, long[] prices, IEffects effects)
    {
        _below.Clear();
        for (int number = 0; number < _cash.Length; number++)
        {
            long surplus = _cash[number];
            for (int i = _first[number]; i < _first[number + 1]; i++)
            {
                surplus += _coefficients[i] * prices[_markets[i]];
            }

            if (surplus < 0)
            {
                _below.Add(number);
            }
        }

        _below.Sort((left, right) => string.CompareOrdinal(_ids[left], _ids[right]));
        InstrumentMarket[] markets = [.. _instruments.Select((rules, market) => rules.At(frame.Instruments[market].Values)!)];
        InstrumentMarket quote = _quote.At(MarketValues.None)!;
        foreach (int number in _below)
        {
            Tell(number, frame, markets, quote, effects);
        }
    }

    private void Tell(int number, MarketFrame frame, InstrumentMarket[] markets, InstrumentMarket quote, IEffects effects)
    {
        int first = _first[number], count = _first[number + 1] - first;
        var holdings = new RuledHolding<BigInteger>[count + 1];
        int[] order = [.. Enumerable.Range(first, count)];
        Array.Sort(_markets.AsSpan(first, count).ToArray(), order);
        for (int i = 0; i < count; i++)
        {
            holdings[i] = new(markets[_markets[order[i]]], _sizes[order[i]], 0, 0);
        }

        holdings[count] = new(quote, _cash[number], 0, 0);
        Assessment figures = _rules.Assess(holdings, 0);
        var id = new EpisodeId(0, frame.Number, number);
        effects.Episode(Step(0, EpisodeEvent.Opened, EpisodeReason.BelowMaintenance));
        if (figures.IsBankrupt)
        {
            effects.Episode(Step(1, EpisodeEvent.Escalated, EpisodeReason.Bankrupt));
        }

        EpisodeStep Step(int sequence, EpisodeEvent happened, EpisodeReason reason) =>
            new(_ids[number], id, sequence, happened, reason, frame.Number, frame.StreamTimeMs, number, figures, 0);
    }
}
