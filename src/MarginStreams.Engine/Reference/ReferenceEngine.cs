using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// The engine by the book: <c>docs/concepts/episodes.md</c> transcribed, one section a method, with arithmetic that cannot overflow and a
/// full scan at every frame. It is slow and it is the judge of every engine that is not.
/// No account sees another, so accounts may be spread over several of these.
/// </summary>
public sealed partial class ReferenceEngine : IMarginEngine
{
    private readonly EngineOptions _options;
    private readonly ReferenceMarket _market;
    private readonly SortedDictionary<string, ReferenceAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>The accounts side by side; null when one came or went since.</summary>
    private StandingAccount[]? _inOrder;

    /// <summary>An engine without accounts, before the first frame.</summary>
    public ReferenceEngine(EngineOptions options)
        : this(options, [])
    {
    }

    /// <summary>An engine with other books in the place of those of the same name.</summary>
    internal ReferenceEngine(EngineOptions options, params RuleBook[] others)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var books = new RuleBook[] { new LinearByTheBook(), new AaveByTheBook() }.ToDictionary(book => book.RuleSet, StringComparer.Ordinal);
        Array.ForEach(others, book => books[book.RuleSet] = book);
        _market = new(books);
    }

    /// <summary>Accounts that were judged although the rest of their block never came.</summary>
    public long TornCount { get; private set; }

    /// <inheritdoc />
    public void Apply(MarketFrame frame, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(effects);
        _market.Apply(frame);
        PrepareStanding(frame);
        var gone = new List<string>();
        foreach (StandingAccount standing in _inOrder ??= [.. _accounts.Values.Select(one => one.Standing ??= new(one))])
        {
            if (Stands(standing))
            {
                continue;
            }

            ReferenceAccount account = standing.Account;
            standing.Void();
            var before = (account.Await, account.Episode, account.Band, account.WarningPpm);
            if (StillAwaits(account))
            {
                continue;
            }

            Settle(account, new Settling(ByRecord: false, IsTombstone: false, HoldingCause.Unknown, effects));
            TakeStanding(standing);
            if (account.IsGone)
            {
                gone.Add(account.Id);
            }
            else if (before != (account.Await, account.Episode, account.Band, account.WarningPpm))
            {
                Change(account);
            }
        }

        gone.ForEach(Forget);
    }

    /// <inheritdoc />
    public RejectReason Apply(HoldingEvent holding, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(holding);
        ArgumentNullException.ThrowIfNull(effects);
        RejectReason reason = Refusal(holding);
        bool isTombstone = holding.Holding is null;
        if (reason != RejectReason.None || (isTombstone && !_accounts.ContainsKey(holding.Account)))
        {
            return reason;
        }

        ReferenceAccount account = FindOrCreate(holding.Account);
        Replace(account, holding.Instrument, holding.Holding);
        account.PositionOffset = holding.Offset;
        Change(account);
        RenewAwait(account, holding.BlockNumber, holding.RemainingInBlock);
        SettleUnlessAwaiting(account, new Settling(ByRecord: true, isTombstone, holding.Cause, effects));
        return RejectReason.None;
    }

    /// <inheritdoc />
    public RejectReason Apply(in NarrowHoldingEvent holding, IEffects effects) => Apply(holding.ToEvent(), effects);

    /// <inheritdoc />
    public RejectReason Apply(AccountEvent account, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(effects);
        RejectReason reason = Refusal(account.Account, account.RemainingInBlock);
        bool isTombstone = account.Attributes is null;
        if (reason != RejectReason.None || (isTombstone && !_accounts.ContainsKey(account.Account)))
        {
            return reason;
        }

        ReferenceAccount target = FindOrCreate(account.Account);
        target.Attributes = account.Attributes is null ? null : [.. account.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        target.PositionOffset = account.Offset;
        Change(target);
        RenewAwait(target, account.BlockNumber, account.RemainingInBlock);
        SettleUnlessAwaiting(target, new Settling(ByRecord: true, isTombstone, HoldingCause.Unknown, effects));
        return RejectReason.None;
    }

    /// <inheritdoc />
    public IEnumerable<AccountState> Accounts() => _accounts.Values.Select(account => account.ToState());

    /// <inheritdoc />
    public AccountState? Find(string account) => _accounts.GetValueOrDefault(account)?.ToState();

    /// <inheritdoc />
    public Assessment? Assess(string account) => _accounts.GetValueOrDefault(account)?.Judge().Assessment;

    private static RejectReason Refusal(string account, int remainingInBlock) =>
        account.IndexOf(':', StringComparison.Ordinal) <= 0 ? RejectReason.AccountIdInvalid
        : remainingInBlock < 0 ? RejectReason.RemainingNegative
        : RejectReason.None;

    private static string VenueOf(string account) => account[..account.IndexOf(':', StringComparison.Ordinal)];

    private RejectReason Refusal(HoldingEvent holding)
    {
        RejectReason reason = Refusal(holding.Account, holding.RemainingInBlock);
        if (reason != RejectReason.None || holding.Holding is null || _market.TermsOf(holding.Instrument) is not { } terms)
        {
            return reason;
        }

        BigInteger size = holding.Holding.Size;
        bool sideMismatch = (terms.Side == InstrumentSide.Deposit && size < 0) || (terms.Side == InstrumentSide.Debt && size > 0);
        return terms.Venue != VenueOf(holding.Account) ? RejectReason.VenueMismatch
            : sideMismatch ? RejectReason.SideMismatch
            : RejectReason.None;
    }

    /// <summary>For whoever changes it: it has to be settled in full next.</summary>
    private ReferenceAccount FindOrCreate(string id)
    {
        if (!_accounts.TryGetValue(id, out ReferenceAccount? account))
        {
            string venue = VenueOf(id);
            _accounts.Add(id, account = new(id, venue, _market.Venue(venue)));
            _inOrder = null;
        }

        account.Standing?.Void();
        return account;
    }

    private void Replace(ReferenceAccount account, string instrument, Holding? holding)
    {
        if (holding is null || (holding.Size.IsZero && holding.Cost.IsZero && holding.SettledIndex.IsZero))
        {
            account.Holdings.Remove(instrument);
        }
        else
        {
            account.Holdings[instrument] = new(_market.Instrument(instrument), holding);
        }
    }
}
