using System.Numerics;
using System.Text;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// The engine in production: a frame costs what crosses a boundary, not what exists. <c>docs/concepts/episodes.md</c> is its specification, the reference
/// engine its judge, <c>docs/internals/engine.md</c> tells how it works. Single-threaded.
/// </summary>
public sealed partial class MarginEngine : IMarginEngine
{
    private const int IdBytesOnStack = 256;
    private readonly EngineOptions _options;
    private readonly MarketTable _market = new();
    private readonly AccountTable _accounts = new();
    private readonly WarningLines _warnings = new();
    private readonly Standings _standings = new();
    private readonly StoredAccounts _stored;
    private readonly Regions _regions;
    private readonly Judge _judge;

    /// <summary>An engine without accounts, before the first frame.</summary>
    public MarginEngine(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _stored = new StoredAccounts(_accounts, _market, _warnings);
        _regions = new Regions(_accounts, _market, _warnings, options.Sabotage);
        _judge = new Judge(_accounts, _market, _warnings);
    }

    /// <summary>How many accounts were judged before the rest of their block had come, since the start.</summary>
    public long TornCount { get; private set; }

    /// <summary>How many accounts are judged in the wide lane: their figures did not fit the narrow one.</summary>
    public int WideCount => Numbers().Count(account => _accounts.Row(account).Has(AccountFlags.IsWide));

    /// <summary>Number of accounts.</summary>
    public int AccountCount => _accounts.Ids.Count;

    /// <inheritdoc/>
    public RejectReason Apply(AccountEvent account, IEffects effects)
    {
        RefuseWhileRestoring();
        if (Refuse(account.Account, account.RemainingInBlock) is var refused and not RejectReason.None)
        {
            return refused;
        }

        bool tombstone = account.Attributes is null;
        int known = Find(account.Account, create: !tombstone);
        if (known >= 0)
        {
            KeyValuePair<string, BigInteger>[]? attributes = account.Attributes?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
            _accounts.SetExtras(known, extras => extras.Attributes = attributes);
            Classify(known);
            Took(known, account.Offset, account.BlockNumber, account.RemainingInBlock, Cause.Record(HoldingCause.Unknown, tombstone), effects);
        }

        return RejectReason.None;
    }

    /// <inheritdoc/>
    public IEnumerable<AccountState> Accounts()
    {
        int[] numbers = [.. Numbers()];
        Array.Sort(numbers, ByText);
        return numbers.Select(StateOf);
    }

    /// <inheritdoc/>
    public AccountState? Find(string account) => Find(account, create: false) is >= 0 and var known ? StateOf(known) : null;

    /// <inheritdoc/>
    public Assessment? Assess(string account) => Find(account, create: false) is >= 0 and var known ? _judge.Assess(known) : null;

    /// <summary>How an account's figures at the latest frame come about; null when it is not known or cannot be judged.</summary>
    public AccountExplanation? Explain(string account) => Find(account, create: false) is >= 0 and var known ? _judge.Explain(known) : null;

    private static RejectReason Refuse(string account, int remaining) =>
        account.IndexOf(':', StringComparison.Ordinal) <= 0 ? RejectReason.AccountIdInvalid
        : remaining < 0 ? RejectReason.RemainingNegative
        : RejectReason.None;

    /// <summary>The account's margin class, from its attributes and its venue's rules. A new one has other sides: the former slots go.</summary>
    private void Classify(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        int marginClass = _market.VenueAt(row.Venue).Rules?.MarginClassOf(_accounts.Extras(account, row)?.Attributes) ?? 0;
        if (marginClass != row.MarginClass)
        {
            UnregisterAll(account);
            row.MarginClass = checked((ushort)marginClass);
        }
    }

    private void UnregisterAll(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        Span<long> words = _accounts.Holdings(row);
        for (int place = 0; place < words.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])))
        {
            _regions.Unregister(row, words[place], _accounts.IsShort(row, place));
            words[place] = PackedHolding.WithSlot(words[place], PackedHolding.NoSlot);
        }
    }

    private int Find(string id, bool create)
    {
        int count = Encoding.UTF8.GetMaxByteCount(id.Length);
        Span<byte> utf8 = count <= IdBytesOnStack ? stackalloc byte[IdBytesOnStack] : new byte[count];
        utf8 = utf8[..Encoding.UTF8.GetBytes(id, utf8)];
        int account = _accounts.Ids.Find(utf8);
        return account >= 0 || !create ? account : _accounts.Add(utf8, _market.VenueOf(utf8).Index);
    }

    private IEnumerable<int> Numbers() => Enumerable.Range(0, _accounts.Ids.UsedMax).Where(_accounts.Ids.IsUsed);

    private int ByText(int left, int right) => Utf8Order.Compare(_accounts.Ids.Utf8(left), _accounts.Ids.Utf8(right));

    private AccountState StateOf(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        AccountExtras? extras = _accounts.Extras(account, row);
        var holdings = new List<KeyValuePair<string, Holding>>(row.Count);
        foreach (int place in _judge.Places(row))
        {
            ReadOnlySpan<long> words = _accounts.Holdings(row);
            holdings.Add(KeyValuePair.Create(_market.InstrumentAt(PackedHolding.Instrument(words[place])).Id, _accounts.Read(words, place)));
        }

        return new AccountState(
            _accounts.Ids.Text(account),
            row.PositionOffset,
            extras?.Attributes,
            holdings,
            extras?.Episode,
            row.Band == 0 ? null : (AccountBand)(row.Band - 1),
            extras?.Await,
            _warnings[row.Warning]);
    }
}
