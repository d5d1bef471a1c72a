using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Runs a scenario: one line is one event and the effects it must have, <c>event => effects</c>; <c>#</c> alone starts a comment,
/// a backslash at its end continues a line.
/// <code>
/// frame N [t=MS] ITEM...      ITEM: [+]id[options]=price or [+]venue[options]@block; + brings terms; ? is no price
/// hold ACCOUNT INSTRUMENT SIZE|none [cost= settled= cause= block= left=]
/// account ACCOUNT none|{name=value,...} [block= left=]
/// state ACCOUNT
/// </code>
/// Effects: <c>Event/Reason#sequence@expiry</c>, <c>~</c> without figures; <c>[Band line]</c>, the warning line where it is below one;
/// <c>!RejectReason</c>; of an account other than
/// <c>dex:a</c> with its name before. Stream-time is 1000 x frame where it is not said. Offsets count the records from 0.
/// </summary>
internal sealed partial class Ledger(IMarginEngine engine)
{
    private long _offset;

    public static void Check(IMarginEngine engine, string scenario)
    {
        var ledger = new Ledger(engine);
        List<string> expected = [], actual = [];
        IEnumerable<string> lines = Continued().Replace(scenario, " ").Split('\n').Select(line => Comment().Replace(line, "").Trim());
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            string[] sides = line.Split("=>", 2);
            string left = sides[0].TrimEnd();
            expected.Add($"{left} => {(sides.Length > 1 ? sides[1].Trim() : "")}");
            actual.Add($"{left} => {ledger.Run(left)}");
        }

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    public static Dictionary<string, string> Options(IEnumerable<string> pairs) =>
        pairs.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private string Run(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var effects = new RecordedEffects();
        RejectReason reason = RejectReason.None;
        switch (words[0])
        {
            case "frame":
                engine.Apply(Frame(words), effects);
                break;
            case "hold":
                reason = engine.Apply(Hold(words), effects);
                break;
            case "account":
                reason = engine.Apply(Account(words), effects);
                break;
            case "state":
                return EffectText.Short(engine.Find(words[1]));
            default:
                throw new ArgumentException($"not a ledger line: {line}", nameof(line));
        }

        IEnumerable<string> texts = effects.All.Select(effect =>
            (RecordedEffects.AccountOf(effect) is var account && account == "dex:a" ? "" : account + " ")
            + (effect is EpisodeStep step ? EffectText.Short(step) : EffectText.Short((StatusChange)effect)));
        return string.Join(' ', texts.Prepend(reason == RejectReason.None ? "" : $"!{reason}")).Trim();
    }

    private static MarketFrame Frame(string[] words)
    {
        long number = long.Parse(words[1], CultureInfo.InvariantCulture);
        long time = number * 1000;
        List<VenueChange> venues = [];
        List<InstrumentChange> instruments = [];
        foreach (string word in words.Skip(2))
        {
            if (word.StartsWith("t=", StringComparison.Ordinal))
            {
                time = long.Parse(word[2..], CultureInfo.InvariantCulture);
                continue;
            }

            Match item = Item().Match(word);
            Assert.True(item.Success, word);
            string id = item.Groups["id"].Value;
            bool hasTerms = item.Groups["plus"].Length > 0;
            Dictionary<string, string> options = Options(item.Groups["options"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries));
            if (char.IsLower(id[0]))
            {
                long block = item.Groups["block"].Success ? long.Parse(item.Groups["block"].Value, CultureInfo.InvariantCulture) : 0;
                venues.Add(new(id, hasTerms ? LedgerTerms.Venue(id, options) : null, block));
            }
            else
            {
                string price = item.Groups["price"].Success ? item.Groups["price"].Value : "?";
                instruments.Add(new(id, hasTerms ? LedgerTerms.Instrument(id, "dex", options) : null, LedgerTerms.Values(id, price, options)));
            }
        }

        return new(number, time, venues, instruments);
    }

    private HoldingEvent Hold(string[] words)
    {
        Dictionary<string, string> options = Options(words.Skip(4));
        Holding? holding = words[3] == "none" ? null : HoldingOf(words[3], options);
        HoldingCause cause = Enum.Parse<HoldingCause>(options.GetValueOrDefault("cause", "Unknown"));
        return new(words[1], words[2], _offset++, holding, cause, Block(options), Left(options));
    }

    public static Holding HoldingOf(string size, IReadOnlyDictionary<string, string> options) => new(
        BigInteger.Parse(size, CultureInfo.InvariantCulture),
        LedgerTerms.Number(options, "cost", 0),
        LedgerTerms.Number(options, "settled", 0));

    private AccountEvent Account(string[] words)
    {
        Dictionary<string, string> options = Options(words.Skip(3));
        Dictionary<string, BigInteger>? attributes = words[2] == "none"
            ? null
            : Options(words[2].Trim('{', '}').Split(',', StringSplitOptions.RemoveEmptyEntries))
                .ToDictionary(pair => pair.Key, pair => BigInteger.Parse(pair.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new(words[1], _offset++, attributes, Block(options), Left(options));
    }

    private static long Block(Dictionary<string, string> options) => (long)LedgerTerms.Number(options, "block", 0);

    private static int Left(Dictionary<string, string> options) => (int)LedgerTerms.Number(options, "left", 0);

    [GeneratedRegex(" \\\\\n\\s*")]
    private static partial Regex Continued();

    [GeneratedRegex("(^|\\s)#(\\s.*|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex("^(?<plus>\\+?)(?<id>[A-Za-z]+)(\\[(?<options>[^\\]]*)\\])?(=(?<price>[-0-9?]+))?(@(?<block>[0-9]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Item();
}
