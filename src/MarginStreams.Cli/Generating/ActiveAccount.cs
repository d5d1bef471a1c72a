using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>What becomes of an account that falls below maintenance.</summary>
internal enum Fate
{
    /// <summary>It is liquidated: half of its largest position, and when that is not enough all of it.</summary>
    Liquidated,

    /// <summary>Its owner deposits.</summary>
    Rescued,

    /// <summary>Its owner closes half of every position.</summary>
    Reduced,

    /// <summary>It moves everything away.</summary>
    Left,
}

/// <summary>
/// An account that changes later on. Below maintenance it meets its fate after a few frames; otherwise it deposits, trades or closes at times drawn
/// beforehand, but never into trouble: a venue would refuse that.
/// </summary>
internal sealed class ActiveAccount
{
    private const int ReactionFramesMax = 5;

    /// <summary>So often its owner helps; then the account is liquidated like any other.</summary>
    private const int HelpsMax = 2;

    private readonly AccountDraft _account;
    private readonly SeededRandom _random;
    private readonly Fate _fate;
    private readonly Queue<long> _ownTimesMs;
    private int _framesBelow;
    private int _reactsAfter;
    private int _helps;

    public ActiveAccount(AccountDraft account, SeededRandom random, long firstMs, long lastMs)
    {
        _account = account;
        _random = random;
        _fate = random.Below(100) switch { < 55 => Fate.Liquidated, < 75 => Fate.Rescued, < 90 => Fate.Reduced, _ => Fate.Left };
        long[] times = [.. Enumerable.Range(0, (int)random.Between(1, 3)).Select(_ => random.Between(firstMs, Math.Max(firstMs, lastMs))).Order()];
        _ownTimesMs = new Queue<long>(times);
        _reactsAfter = (int)random.Between(1, ReactionFramesMax);
    }

    /// <summary>Its records at a frame, if it changes.</summary>
    public IEnumerable<RecordedRecord> At(long streamTimeMs)
    {
        if (_account.Holdings.Count == 0)
        {
            return [];
        }

        bool isDue = _ownTimesMs.TryPeek(out long nextMs) && nextMs <= streamTimeMs;
        if (isDue)
        {
            _ownTimesMs.Dequeue();
        }

        if (!RuleBook.IsLiquidatable(_account.Holdings))
        {
            _framesBelow = 0;
            return isDue ? Records(streamTimeMs, AccountMoves.Own(_account, _random)) : [];
        }

        _framesBelow++;
        if (_framesBelow < _reactsAfter)
        {
            return [];
        }

        _framesBelow = 0;
        _reactsAfter = (int)_random.Between(1, ReactionFramesMax);
        bool isHelped = _fate != Fate.Liquidated && _helps++ < HelpsMax;
        return Records(streamTimeMs, AccountMoves.Fated(_account, _random, isHelped ? _fate : Fate.Liquidated));
    }

    private List<RecordedRecord> Records(long streamTimeMs, AccountMove? move)
    {
        if (move is null)
        {
            return [];
        }

        List<RecordedRecord> records =
        [
            .. _account.Positions(move.Changed, move.Cause).Select(position => RecordedRecord.Of(
                InputTopic.Positions,
                streamTimeMs + 1,
                RecordKeys.Position(position.Account, position.Instrument),
                RecordCodecs.Position,
                position)),
        ];
        if (move.EndsWithTombstone)
        {
            records[^1] = RecordedRecord.Tombstone(InputTopic.Positions, streamTimeMs + 1, records[^1].Key);
        }

        _account.Prune();
        return records;
    }
}
