using System.Globalization;
using System.Numerics;
using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Works out what an explanation prints, with exact fractions: <c>+ - x / ^ ( ) |n| floor() ceil()</c>; comparisons, <c>yes</c>, <c>no</c>,
/// <c>and</c>, <c>or</c>. Knows nothing of margin.
/// </summary>
internal sealed class PocketCalculator
{
    private readonly string _text;
    private int _at;

    private PocketCalculator(string text) => _text = text.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The value of an expression.</summary>
    public static Rational Value(string text)
    {
        var calculator = new PocketCalculator(text);
        Rational value = calculator.Sum();
        Assert.True(calculator._at == calculator._text.Length, $"{text} at {calculator._at}");
        return value;
    }

    /// <summary>A decimal number.</summary>
    public static Rational Decimal(string text)
    {
        string[] parts = text.Split('.');
        BigInteger digits = BigInteger.Parse(string.Concat(parts), CultureInfo.InvariantCulture);
        return Rational.Of(digits) * Rational.PowerOfTen(parts.Length == 1 ? 0 : -parts[1].Length);
    }

    /// <summary>Whether a chain of comparisons holds, or an answer that is made of some.</summary>
    public static bool Holds(string text)
    {
        if (text.Split(" or ") is { Length: > 1 } either)
        {
            return either.Any(Holds);
        }

        if (text.Split(" and ") is { Length: > 1 } both)
        {
            return both.All(Holds);
        }

        string[] words = text.Split(' ');
        return text switch
        {
            "yes" => true,
            "no" => false,
            _ => Enumerable.Range(0, words.Length / 2).All(i => Compares(Value(words[2 * i]), words[(2 * i) + 1], Value(words[(2 * i) + 2]))),
        };
    }

    private static bool Compares(Rational left, string sign, Rational right)
    {
        int order = (left.Numerator * right.Denominator).CompareTo(right.Numerator * left.Denominator);
        return sign switch { "<" => order < 0, "<=" => order <= 0, ">=" => order >= 0, _ => throw new ArgumentException(sign, nameof(sign)) };
    }

    private Rational Sum()
    {
        Rational sum = Product();
        while (Take('+') is var plus && (plus || Take('-')))
        {
            Rational next = Product();
            BigInteger signed = plus ? next.Numerator : -next.Numerator;
            sum = Rational.Of((sum.Numerator * next.Denominator) + (signed * sum.Denominator)) * Inverse(sum.Denominator * next.Denominator);
        }

        return sum;
    }

    private Rational Product()
    {
        Rational product = Factor();
        while (Take('x') is var times && (times || Take('/')))
        {
            Rational next = Factor();
            product *= times ? next : Rational.Of(next.Denominator) * Inverse(next.Numerator);
        }

        return product;
    }

    private Rational Factor()
    {
        if (Take('-'))
        {
            return Factor() * Rational.Of(BigInteger.MinusOne);
        }

        if (Take('|'))
        {
            Rational inner = Sum();
            Assert.True(Take('|'), _text);
            return inner.Numerator.Sign < 0 ? inner * Rational.Of(BigInteger.MinusOne) : inner;
        }

        foreach ((string name, bool up) in new[] { ("floor(", false), ("ceil(", true), ("(", false) })
        {
            if (_text.AsSpan(_at).StartsWith(name, StringComparison.Ordinal))
            {
                _at += name.Length;
                Rational inner = Sum();
                Assert.True(Take(')'), _text);
                return name == "(" ? inner : Rational.Of(Rounded(inner, up));
            }
        }

        BigInteger number = Digits();
        if (!Take('^'))
        {
            return Rational.Of(number);
        }

        return Take('-') ? Inverse(BigInteger.Pow(number, (int)Digits())) : Rational.Of(BigInteger.Pow(number, (int)Digits()));
    }

    private BigInteger Digits()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        Assert.True(_at > start, $"a number expected in {_text} at {start}");
        return BigInteger.Parse(_text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
    }

    private bool Take(char expected)
    {
        bool taken = _at < _text.Length && _text[_at] == expected;
        _at += taken ? 1 : 0;
        return taken;
    }

    private static BigInteger Rounded(Rational value, bool up)
    {
        BigInteger rest = BigInteger.Remainder(value.Numerator, value.Denominator);
        BigInteger whole = (value.Numerator - rest) / value.Denominator;
        return up && rest.Sign > 0 ? whole + 1 : !up && rest.Sign < 0 ? whole - 1 : whole;
    }

    /// <summary>One over a positive number: nothing is divided by another.</summary>
    private static Rational Inverse(BigInteger value)
    {
        Assert.True(value.Sign > 0, $"divided by {value}");
        return Rational.Fraction(BigInteger.One, value);
    }
}
