using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// The engine in production. <c>docs/concepts/episodes.md</c> is its specification, the reference engine its judge.
/// Single-threaded.
/// </summary>
public sealed partial class MarginEngine(EngineOptions options) : IMarginEngine
{
    private readonly MarketTable _market = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    /// <summary>How many accounts were judged before the rest of their block had come, since the start.</summary>
    public long TornCount { get; private set; }

    /// <summary>How many accounts are judged in the wide lane: their figures did not fit the narrow one.</summary>
    public int WideCount => _accounts.Values.Count(account => account.IsWide);

    /// <summary>Number of accounts.</summary>
    public int AccountCount => _accounts.Count;

    /// <inheritdoc/>
    public void Apply(MarketFrame frame, IEffects effects)
    {
        _market.Apply(frame);
        List<Account> due = DueAtFrame();
        due.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        foreach (Account account in due)
        {
            Settle(account, Cause.Frame, effects);
            if (!account.IsGone)
            {
            }
        }
    }

    /// <inheritdoc/>
    public RejectReason Apply(HoldingEvent holding, IEffects effects)
    {
        if (Refuse(holding.Account, holding.RemainingInBlock) is var refused and not RejectReason.None)
        {
            return refused;
        }

        if (Refuse(holding, _market.TermsOf(holding.Instrument)) is var mismatch and not RejectReason.None)
        {
            return mismatch;
        }

        bool tombstone = holding.Holding is null;
        if (Find(holding.Account, create: !tombstone) is { } account)
        {
            if (holding.Holding is null or { Size.IsZero: true, Cost.IsZero: true, SettledIndex.IsZero: true })
            {
                account.Remove(holding.Instrument);
            }
            else
            {
                account.Set(_market.Instrument(holding.Instrument), holding.Holding);
            }

            Took(account, holding.Offset, holding.BlockNumber, holding.RemainingInBlock, Cause.Record(holding.Cause, tombstone), effects);
        }

        return RejectReason.None;
    }

    /// <inheritdoc/>
    public RejectReason Apply(AccountEvent account, IEffects effects)
    {
        if (Refuse(account.Account, account.RemainingInBlock) is var refused and not RejectReason.None)
        {
            return refused;
        }

        bool tombstone = account.Attributes is null;
        if (Find(account.Account, create: !tombstone) is { } known)
        {
            known.Attributes = account.Attributes?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
            Cause cause = Cause.Record(HoldingCause.Unknown, tombstone);
            Took(known, account.Offset, account.BlockNumber, account.RemainingInBlock, cause, effects);
        }

        return RejectReason.None;
    }

    /// <inheritdoc/>
    public IEnumerable<AccountState> Accounts() =>
        _accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal).Select(account => account.State());

    /// <inheritdoc/>
    public AccountState? Find(string account) => _accounts.GetValueOrDefault(account)?.State();

    /// <inheritdoc/>
    public Assessment? Assess(string account) => Judgeable(account) is { } known ? Judgement.Assess(known) : null;

    /// <summary>How an account's figures at the latest frame come about; null when it is not known or cannot be judged.</summary>
    public AccountExplanation? Explain(string account) => Judgeable(account) is { } known ? Judgement.Explain(known, _market) : null;

    /// <inheritdoc/>
    public IReadOnlyList<RankedAccount> Worst(int count) => throw new NotSupportedException("not ranked yet");

    /// <inheritdoc/>
    public MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices) => throw new NotSupportedException("no ladder yet");

    /// <inheritdoc/>
    public void Restore(AccountState account)
    {
        var restored = new Account(account.Account, _market.Venue(VenueOf(account.Account)!))
        {
            PositionOffset = account.PositionOffset,
            Attributes = account.Attributes,
            Episode = account.Episode,
            Band = account.Band,
            Await = account.Await,
            WarningPpm = account.WarningPpm,
        };
        foreach ((string instrument, Holding holding) in account.Holdings)
        {
            restored.Set(_market.Instrument(instrument), holding);
        }

        _accounts[account.Account] = restored;
    }

    private static RejectReason Refuse(string account, int remaining) =>
        VenueOf(account) is null ? RejectReason.AccountIdInvalid
        : remaining < 0 ? RejectReason.RemainingNegative
        : RejectReason.None;

    private static RejectReason Refuse(HoldingEvent holding, InstrumentTerms? terms)
    {
        if (holding.Holding is null || terms is null)
        {
            return RejectReason.None;
        }

        if (!string.Equals(terms.Venue, VenueOf(holding.Account), StringComparison.Ordinal))
        {
            return RejectReason.VenueMismatch;
        }

        int sign = holding.Holding.Size.Sign;
        bool wrong = (terms.Side == InstrumentSide.Deposit && sign < 0) || (terms.Side == InstrumentSide.Debt && sign > 0);
        return wrong ? RejectReason.SideMismatch : RejectReason.None;
    }

    /// <summary>The venue of an account id: what stands before the first colon; null when nothing does.</summary>
    private static string? VenueOf(string account)
    {
        int colon = account.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? account[..colon] : null;
    }

    private Account? Judgeable(string id) =>
        _accounts.TryGetValue(id, out Account? account) && Judgement.IsJudgeable(account) ? account : null;

    private Account? Find(string id, bool create)
    {
        if (_accounts.TryGetValue(id, out Account? account) || !create)
        {
            return account;
        }

        account = new Account(id, _market.Venue(VenueOf(id)!));
        _accounts[id] = account;
        return account;
    }
}
