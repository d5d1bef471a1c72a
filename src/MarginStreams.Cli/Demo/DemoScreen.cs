using System.Globalization;
using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Risk;
using Spectre.Console;

namespace MarginStreams.Cli.Demo;

/// <summary>Shows snapshots: a live table on a terminal, plain lines elsewhere.</summary>
internal sealed class DemoScreen(string numeraire, int numeraireExponent)
{
    /// <summary>How many lines are printed where there is no terminal.</summary>
    public const int PlainLines = 16;

    /// <summary>How many prices such a line holds: what fits beside the accounts.</summary>
    private const int PlainPrices = 2;

    /// <summary>How many rows of prices fit a terminal beside everything else.</summary>
    private const int TableRows = 16;

    private static readonly AccountBand[] Bands =
    [
        AccountBand.Healthy, AccountBand.Liquidatable, AccountBand.Bankrupt, AccountBand.BadDebt, AccountBand.Unknown,
    ];

    /// <summary>Whether there is somebody to look at a table.</summary>
    public static bool IsLive => !Console.IsOutputRedirected && AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Runs the body with a way to show snapshots.</summary>
    public void Run(Action<Action<DemoSnapshot>> body)
    {
        if (IsLive)
        {
            AnsiConsole.Live(new Text("")).Start(context => body(snapshot =>
            {
                context.UpdateTarget(Table(snapshot));
                context.Refresh();
            }));
        }
        else
        {
            body(snapshot => Console.Out.WriteLine(Line(snapshot)));
        }
    }

    private string Line(DemoSnapshot snapshot)
    {
        string bands = string.Join(' ', Bands.Where(snapshot.Bands.ContainsKey).Select(band => $"{Name(band)}={snapshot.Bands[band]}"));
        string prices = string.Join(' ', snapshot.Prices.Take(PlainPrices).Select(price => $"{price.Instrument}={Percent(price.ChangePpm)}"));
        string more = snapshot.Prices.Count > PlainPrices ? $" (and {snapshot.Prices.Count - PlainPrices} more)" : "";
        return $"{UtcText.ToMinute(snapshot.StreamTimeMs)} {bands} triggers={snapshot.Triggers} badDebt={Money(snapshot.BadDebt)} {prices}{more}";
    }

    private Columns Table(DemoSnapshot snapshot)
    {
        Table prices = new Table().Title($"prices at {UtcText.ToMinute(snapshot.StreamTimeMs)}").AddColumn("instrument");
        prices.AddColumn(new TableColumn("price").RightAligned()).AddColumn(new TableColumn("since start").RightAligned());
        foreach (DemoPrice price in snapshot.Prices.Take(TableRows))
        {
            string colour = price.ChangePpm < -200_000 ? "red" : price.ChangePpm < 0 ? "yellow" : "green";
            prices.AddRow(price.Instrument, price.Price, $"[{colour}]{Percent(price.ChangePpm)}[/]");
        }

        if (snapshot.Prices.Count > TableRows)
        {
            prices.Caption($"and {snapshot.Prices.Count - TableRows} more");
        }

        Table accounts = new Table().Title("accounts").AddColumn("band").AddColumn(new TableColumn("number").RightAligned());
        foreach (AccountBand band in Bands.Where(snapshot.Bands.ContainsKey))
        {
            accounts.AddRow(Name(band), Number(snapshot.Bands[band]));
        }

        accounts.AddEmptyRow();
        accounts.AddRow("frames", Number(snapshot.Frames)).AddRow("triggers", Number(snapshot.Triggers)).AddRow("bad debt", Money(snapshot.BadDebt));
        return new Columns(prices, accounts).Collapse();
    }

    /// <summary>An amount in whole units of the numeraire, rounded up: a debt is never shown smaller than it is.</summary>
    public string Money(BigInteger amount)
    {
        BigInteger whole = ExactMath.DivideCeiling(amount * ExactMath.PowerOfTen(numeraireExponent), ExactMath.PowerOfTen(-numeraireExponent));
        return $"{whole.ToString("N0", CultureInfo.InvariantCulture)} {numeraire}";
    }

    private static string Name(AccountBand band) => band switch
    {
        AccountBand.BadDebt => "writtenOff",
        _ => band.ToString().ToLowerInvariant(),
    };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Parts per million as percent with one digit, rounded down.</summary>
    private static string Percent(long ppm)
    {
        long tenths = ExactMath.DivideFloor(ppm, 1_000);
        long magnitude = Math.Abs(tenths);
        return string.Create(CultureInfo.InvariantCulture, $"{(tenths < 0 ? "-" : "+")}{magnitude / 10}.{magnitude % 10}%");
    }
}
