using System.Numerics;

namespace MarginStreams.Engine.Tests;

/// <summary>How large the numbers of a world are.</summary>
internal enum WorldKind
{
    /// <summary>Small integers without exponents: ties everywhere.</summary>
    Tiny,

    /// <summary>Cents, satoshis and millionths.</summary>
    Plain,

    /// <summary>Tokens of 18 decimals and interest indices with all their digits.</summary>
    Fine,

    /// <summary>Whatever the wire can carry: 76 digits, exponents from end to end.</summary>
    Huge,
}

/// <summary>The numbers of one world, by chance.</summary>
internal sealed class WorldNumbers(WorldKind kind, Random random)
{
    public WorldKind Kind => kind;

    public int SizeExponent => kind switch { WorldKind.Tiny => 0, WorldKind.Plain => -8, WorldKind.Fine => -18, _ => random.Next(-77, 78) };

    public int PriceExponent => kind switch { WorldKind.Tiny => 0, WorldKind.Plain => -2, WorldKind.Fine => -8, _ => random.Next(-77, 78) };

    public int NumeraireExponent => kind switch { WorldKind.Tiny => 0, WorldKind.Plain or WorldKind.Fine => -6, _ => random.Next(-77, 78) };

    /// <summary>Of an instrument that counts whole tokens: never positive.</summary>
    public int TokenExponent => -Math.Abs(SizeExponent);

    public BigInteger Multiplier() => kind == WorldKind.Huge && Chance(3) ? Magnitude(20) + 1 : Chance(8) ? random.Next(1, 11) : 1;

    public BigInteger Price() => kind switch
    {
        WorldKind.Tiny => random.Next(1, 13),
        WorldKind.Plain => random.NextInt64(1_000_000, 1_300_000),
        WorldKind.Fine => random.NextInt64(100_000_000_000, 130_000_000_000),
        _ => Magnitude(random.Next(1, 31)) + 1,
    };

    /// <summary>Near the ends of what a feed can say.</summary>
    public BigInteger ExtremePrice() => Chance(2) ? random.Next(1, 3) : BigInteger.Pow(10, kind == WorldKind.Huge ? 76 : 30) - random.Next(1, 3);

    /// <summary>Positive; the sign is the caller's.</summary>
    public BigInteger Size() => kind switch
    {
        WorldKind.Tiny => random.Next(1, 6),
        WorldKind.Plain => random.NextInt64(1, 1_000_000_000),
        WorldKind.Fine => Magnitude(random.Next(17, 23)) + 1,
        _ => Magnitude(random.Next(1, 76)) + 1,
    };

    /// <summary>A lower bound above another one.</summary>
    public BigInteger BoundAbove(BigInteger bound) => bound + 1 + kind switch
    {
        WorldKind.Tiny => random.Next(0, 20),
        WorldKind.Plain or WorldKind.Fine => random.NextInt64(0, 100_000_000_000),
        _ => Magnitude(random.Next(1, 60)),
    };

    /// <summary>Funding: small against the price, of either sign.</summary>
    public BigInteger Funding() => kind switch
    {
        WorldKind.Tiny => random.Next(-2, 3),
        WorldKind.Huge => Signed(Magnitude(random.Next(1, 31))),
        _ => random.NextInt64(-10_000, 10_000),
    };

    /// <summary>An interest index: one, a little more, or (where anything goes) anything.</summary>
    public BigInteger Index() => kind switch
    {
        WorldKind.Tiny => BigInteger.Pow(10, 17) * random.Next(10, 14),
        WorldKind.Plain when Chance(2) => BigInteger.Pow(10, 18),
        WorldKind.Huge => Magnitude(random.Next(1, 40)) + 1,
        _ => BigInteger.Pow(10, 18) + random.NextInt64(0, 1_000_000_000_000_000_000),
    };

    public BigInteger Signed(BigInteger value) => Chance(2) ? -value : value;

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    /// <summary>At most this many decimal digits.</summary>
    private BigInteger Magnitude(int digits)
    {
        BigInteger value = BigInteger.Zero;
        for (int left = digits; left > 0; left -= 9)
        {
            int taken = Math.Min(9, left);
            value = (value * BigInteger.Pow(10, taken)) + random.Next((int)BigInteger.Pow(10, taken));
        }

        return value;
    }
}
