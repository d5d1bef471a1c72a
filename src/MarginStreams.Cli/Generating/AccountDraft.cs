using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Cli.Generating;

/// <summary>An account being made or changed: what it holds, and cash to bring it to a line of the rule set.</summary>
internal sealed class AccountDraft(string id, Universe universe)
{
    private readonly SortedDictionary<string, Held> _holdings = new(StringComparer.Ordinal);

    public string Id { get; } = id;

    public Universe Universe { get; } = universe;

    /// <summary>What it holds, in ordinal order of instrument.</summary>
    public IReadOnlyCollection<Held> Holdings => _holdings.Values;

    /// <summary>Its cash, which may be none or a debt.</summary>
    public Held Cash => Of(Universe.Cash);

    /// <summary>Its holding of an instrument, made where there is none.</summary>
    public Held Of(Listing listing)
    {
        if (!_holdings.TryGetValue(listing.Id, out Held? held))
        {
            _holdings[listing.Id] = held = new Held(listing, BigInteger.Zero, BigInteger.Zero);
        }

        return held;
    }

    /// <summary>Adds an amount of money as cash, or takes it away; where cash cannot be owed, not below zero.</summary>
    public void AddCash(BigInteger money)
    {
        BigInteger size = Cash.Size + Universe.Cash.SizeOf(money, Universe.Cash.Price);
        Cash.Size = Universe.Cash.Rules.Terms.Side == Risk.InstrumentSide.Deposit ? BigInteger.Max(BigInteger.Zero, size) : size;
    }

    /// <summary>Adds the cash that is missing to stand at a line or above it, and gives how much that was, numeraire's smallest unit.</summary>
    public BigInteger TopUp(LinearLine line)
    {
        BigInteger former = Cash.Size;
        while (RuleBook.Sum(line, Holdings) is { Sign: < 0 } missing)
        {
            // Rounded up: at least one unit, or this would not end.
            BigInteger units = ExactMath.DivideCeiling(
                -missing * Universe.Cash.Rules.ValueDivisor, Universe.Cash.Price * Universe.Cash.Rules.ValueScale);
            Cash.Size += BigInteger.Max(1, units);
        }

        return Universe.Cash.ValueOf(Cash.Size - former, Universe.Cash.Price);
    }

    /// <summary>Takes away what is empty.</summary>
    public void Prune()
    {
        foreach (Held empty in _holdings.Values.Where(held => held.Size.IsZero && held.Cost.IsZero && held.SettledIndex.IsZero).ToArray())
        {
            _holdings.Remove(empty.Listing.Id);
        }
    }

    /// <summary>A record of each of some holdings, the last with none to follow.</summary>
    public IEnumerable<Position> Positions(IReadOnlyList<Held> changed, PositionCause? cause)
    {
        for (int i = 0; i < changed.Count; i++)
        {
            PositionCause why = cause ?? (changed[i].Listing.IsPerpetual ? PositionCause.Trade : PositionCause.Transfer);
            yield return changed[i].ToPosition(Id, why, changed.Count - 1 - i);
        }
    }
}
