using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <content>The accounts' side: fills, deposits, debts, tombstones, attributes, and what is refused.</content>
internal sealed partial class World
{
    private static readonly HoldingCause[] Causes = Enum.GetValues<HoldingCause>();
    private static readonly BigInteger[] Categories = [0, 1, 1, 2, 2, 3, 3, 4, 255];
    private static readonly BigInteger[] NotCategories = [-1, 256, int.MaxValue, BigInteger.Pow(10, 30), -BigInteger.Pow(2, 64) + 1];

    private HoldingEvent Holding()
    {
        string account = SomeAccount();
        string[] own = [.. WorldTerms.Instruments.Where(one => account.StartsWith(WorldTerms.VenueOf(one), StringComparison.Ordinal))];
        string instrument = OneOf(own.Length == 0 || _numbers.Chance(20) ? WorldTerms.Instruments : own);
        (long block, int remaining) = Chain(account);
        HoldingCause cause = _numbers.Chance(2) ? HoldingCause.Trade : OneOf(Causes);
        return new(account, instrument, _offset++, NewHolding(account, instrument), cause, block, remaining);
    }

    private Holding? NewHolding(string account, string instrument)
    {
        if (_numbers.Chance(8))
        {
            return _numbers.Chance(4) ? new Holding(0, 0, 0) : null;
        }

        BigInteger price = _values.TryGetValue(instrument, out MarketValues? values) && values.Price is { } known ? known : _numbers.Price();
        BigInteger size = _numbers.Chance(10) ? BigInteger.Zero : WorldTerms.IsDebt(instrument) ? -_numbers.Size() : _numbers.Size();
        if (WorldTerms.IsPerpetual(instrument))
        {
            size = _numbers.Signed(size);
            int digits = _numbers.Kind switch { WorldKind.Plain => 4, WorldKind.Fine => 20, _ => 0 };
            BigInteger cost = size * price / BigInteger.Pow(10, digits);
            return new(size, cost + _random.Next(-3, 4), _numbers.Chance(3) ? _numbers.Funding() : 0);
        }

        bool wrongSign = _numbers.Chance(15) || (WorldTerms.IsNumeraire(instrument) && _numbers.Chance(3));
        size = WorldTerms.IsNumeraire(instrument) && _numbers.Chance(3) ? CashOnTheLine(account, instrument)
            : _numbers.Chance(2) ? SizeOnALine(account, instrument, size) ?? size
            : wrongSign ? -size : size;
        return new(size, _numbers.Chance(20) ? 1 : 0, 0);
    }

    /// <summary>Cash that puts the account's maintenance surplus within a unit of zero or of the exit buffer.</summary>
    private BigInteger CashOnTheLine(string account, string cash)
    {
        if (_known.Assess(account) is not { } figures)
        {
            return _numbers.Size();
        }

        BigInteger held = figures.Holdings.FirstOrDefault(one => one.Instrument == cash)?.Size ?? BigInteger.Zero;
        BigInteger line = _numbers.Chance(3) ? figures.ExitBuffer : BigInteger.Zero;
        return held - figures.MaintenanceSurplus + line + _random.Next(-1, 2);
    }

    /// <summary>A size of the same sign, within a unit or two of where the answer about the account changes; null where it does not.</summary>
    private BigInteger? SizeOnALine(string account, string instrument, BigInteger size)
    {
        if (_known.Find(account) is not { } state || size.IsZero)
        {
            return null;
        }

        Func<Assessment, bool> asks = SomeLine(account);
        List<KeyValuePair<string, Holding>> others = [.. state.Holdings.Where(held => held.Key != instrument)];
        BigInteger most = _numbers.Kind == WorldKind.Huge ? BigInteger.Pow(10, 76) - 1 : BigInteger.Abs(size) * 1000;
        BigInteger? edge = Boundary.LastBefore(0, most, magnitude =>
        {
            Holding tried = new(size.Sign * magnitude, 0, 0);
            _probe.Restore([state with { Holdings = [.. others, KeyValuePair.Create(instrument, tried)] }]);
            return _probe.Assess(account) is { } figures && asks(figures);
        });
        return edge is null ? null : size.Sign * BigInteger.Max(1, edge.Value + _random.Next(-1, 3));
    }

    private AccountEvent Account()
    {
        string account = SomeAccount();
        (long block, int remaining) = Chain(account);
        var attributes = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        while (_numbers.Chance(2))
        {
            attributes[((char)('a' + _random.Next(26))).ToString()] = _numbers.Signed(_numbers.Size());
        }

        if (!_numbers.Chance(3))
        {
            attributes["eMode"] = OneOf(_numbers.Chance(12) ? NotCategories : Categories);
        }

        return new(account, _offset++, _numbers.Chance(3) ? null : attributes, block, remaining);
    }

    private (long Block, int Remaining) Chain(string account)
    {
        long known = _blocks.GetValueOrDefault(account.Split(':')[0]);
        long block = _numbers.Chance(3) ? Math.Max(0, known + _random.Next(-1, 3)) : 0;
        return (block, _numbers.Chance(40) ? -1 : _numbers.Chance(6) ? _random.Next(1, 3) : 0);
    }
}
